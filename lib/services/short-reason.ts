/** Verdicts whose short form is not the beginning of their sentence. */
const SHORT: Record<string, string> = {
  credential_refused: 'refused with 401',
  needs_token: 'wants a token (401)',
  needs_basic: 'wants Basic (401)',
  needs_credential: 'wants a credential (401)',
  refused: 'refused with 403',
  lacks_scope: 'token lacks a scope',
  busy: 'is busy',
  moved: 'has moved',
  web_page: 'is a web page or login',
  other_json: 'is another API, not MCP',
  not_mcp: 'is not MCP',
  wrong_path: 'nothing speaks MCP there',
  no_tools: 'offers no tools',
  malformed_tool: 'a tool is malformed',
  malformed_answer: 'an answer is malformed',
  newer_only: 'speaks only newer MCP',
  too_big: 'answers are too big',
  endless_list: 'its tool list has no end',
  unknown_host: 'host name not known',
  tls_expired: 'certificate expired',
  tls_self_signed: 'certificate self-signed',
  tls_unknown_issuer: 'certificate not trusted',
  tls_name_mismatch: 'certificate for another name',
}

/** A verdict in the few words that a table row and a heading have room for, for a service at `url`: «timed out after 10 s», «refused the connection». */
export function shortReason({ code, message, url }: { code: string | null; message: string; url: string }): string {
  const known = SHORT[code ?? '']
  if (known !== undefined) return known
  const deadline = code === 'timed_out' ? /within (\d+ s)/.exec(message)?.[1] : undefined
  if (deadline !== undefined) return `timed out after ${deadline}`
  const [first = ''] = message.split(/; |: | from https?:|, without |\. |, but /u)
  const { host, hostname } = new URL(url)
  // The row is the service's: who it is about need not be said again.
  const subject = ['The service', host, hostname].find((words) => first.startsWith(`${words} `))
  return first
    .slice(subject === undefined ? 0 : subject.length)
    .replace(/\.$/, '')
    .trim()
}
