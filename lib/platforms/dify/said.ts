const LONGEST = 600
/** A token of our gateway: with releases that send no headers it travels in the URL, and Dify's faults quote URLs. */
const GATEWAY_TOKEN = /mcpf_[0-9A-Za-z]{8,}/g

/** Words that came from outside, fit to be kept and shown: secrets replaced, white space and length bounded. */
export function said(text: string, secrets: readonly string[] = []): string {
  const flat = withoutSecrets(text, secrets).replaceAll(/\s+/g, ' ').trim()
  return flat.length > LONGEST ? `${flat.slice(0, LONGEST)}…` : flat
}

/** Dify repeats what it was sent in some of its faults; a token must not come back that way. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  // The longest first, or a part would be replaced and the rest left standing.
  const parts = secrets.flatMap((secret) => [secret, ...secret.split(/[\s,;]+/)]).filter((part) => part.length >= 4)
  return [...new Set(parts)]
    .filter((part) => !/^(bearer|basic|token|digest|apikey)$/i.test(part))
    .sort((a, b) => b.length - a.length)
    .reduce((kept, part) => kept.replaceAll(part, '[removed]'), text.replaceAll(GATEWAY_TOKEN, '[removed]'))
}
