const BODY_EXCERPT = 65_536

/** One request of ours and what is known of its answer so far. */
export interface Answer {
  http: string
  /** The JSON-RPC method it carried. */
  rpc?: string
  what: string
  status?: number
  contentType: string
  wwwAuthenticate?: string
  retryAfter?: string
  location?: string
  /** Beginning of the body, of answers that are no success. */
  text?: string
  /** Why there was no (whole) answer. */
  failure?: unknown
  ms: number
}

/** The record of a request that is about to be sent. */
export function beginAnswer(init: RequestInit): Answer {
  const http = init.method ?? 'GET'
  const rpc = rpcMethod(init.body)
  const rest = rpc ?? (http === 'GET' ? 'event stream' : http === 'DELETE' ? 'session' : 'answer')
  return { http, what: `${http} ${rest}`, contentType: '', ms: 0, ...(rpc !== undefined && { rpc }) }
}

/** Answers that say nothing about which protocol is spoken: asking differently would not help. */
export function settles(status: number): boolean {
  return status < 400 || [401, 403, 408, 429].includes(status) || status >= 500
}

/** Keeps what the protocol library's errors do not carry. */
export function noteHead(answer: Answer, response: Response): void {
  const header = (name: string) => response.headers.get(name) ?? undefined
  const [wwwAuthenticate, retryAfter, location] = [
    header('www-authenticate'),
    header('retry-after'),
    header('location'),
  ]
  answer.status = response.status
  answer.contentType = header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (wwwAuthenticate !== undefined) answer.wwwAuthenticate = wwwAuthenticate
  if (retryAfter !== undefined) answer.retryAfter = retryAfter
  if (location !== undefined) answer.location = location
}

/** The beginning of a refusal's body; a body that breaks off or never ends must not hide the status. */
export async function excerpt(response: Response): Promise<string> {
  if (response.body === null) return ''
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  const idle = setTimeout(() => reader.cancel().catch(() => undefined), 1000)
  try {
    while (text.length < BODY_EXCERPT) {
      const { done, value } = await reader.read()
      if (done) break
      text += decoder.decode(value, { stream: true })
    }
  } catch {
    // What has arrived is enough.
  } finally {
    clearTimeout(idle)
    await reader.cancel().catch(() => undefined)
  }
  return text
}

function rpcMethod(body: RequestInit['body']): string | undefined {
  if (typeof body !== 'string') return undefined
  try {
    const method = (JSON.parse(body) as { method?: unknown } | null)?.method
    return typeof method === 'string' ? method : undefined
  } catch {
    return undefined
  }
}
