/** A code with its sentences: the fact, and what to do next when there is something. */
export interface Verdict {
  code: string
  message: string
  next?: string
}

/** A verdict as an exception, where the finding itself is the failure. */
export class VerdictError extends Error {
  readonly verdict: Verdict

  constructor(verdict: Verdict) {
    super(verdict.message)
    this.name = 'VerdictError'
    this.verdict = verdict
  }
}

/** Foreign text in a sentence of ours. */
export function quoted(text: string): string {
  return `«${oneLine(text)}»`
}

/** Foreign text on one line, at most 200 characters, without characters that only steer. */
export function oneLine(text: string): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
  return line.length > 200 ? `${line.slice(0, 199)}…` : line
}

/** Takes every secret out of a verdict: a service may repeat in its error what it was sent. */
export function withoutSecrets(verdict: Verdict, headers: Record<string, string>): Verdict {
  const secrets = Object.values(headers)
    .flatMap((value) => [value, value.replace(/^\S+\s+/, '')])
    .filter((secret) => secret.length >= 4)
    .sort((a, b) => b.length - a.length)
  const clean = (text: string) => secrets.reduce((kept, secret) => kept.replaceAll(secret, '[removed]'), text)
  return {
    code: verdict.code,
    message: clean(verdict.message),
    ...(verdict.next !== undefined && { next: clean(verdict.next) }),
  }
}

/** `1 tool`, `3 tools`. */
export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}

/** Milliseconds as seconds, with a decimal only where it tells something. */
export function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(ms < 10_000 ? 1 : 0))} s`
}
