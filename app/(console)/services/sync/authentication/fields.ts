import { type Credential, credentialSchema } from '#lib/core/schema.ts'
import { type SlotView, tokenHints } from '#lib/sync/schema.ts'

/** How a credential is sent: every kind but none. */
export type SentAs = Exclude<Credential['kind'], 'none'>

export const SENT_AS: readonly { value: SentAs; label: string }[] = [
  { value: 'bearer', label: 'Bearer token' },
  { value: 'apiKey', label: 'API key header' },
  { value: 'basic', label: 'User and password' },
  { value: 'headers', label: 'Free headers' },
]

/** What can be typed for one slot; which fields count depends on how it is sent. */
export interface SlotFields {
  token: string
  username: string
  headers: { name: string; value: string }[]
}

/** What can be typed for one service; how it is sent is the same in all its namespaces. */
export interface ServiceFields {
  kind: SentAs
  header: string
  slots: Record<string, SlotFields>
}

export interface AuthFields {
  services: Record<string, ServiceFields>
}

/** The key of a slot within its service; one without a namespace stands for all. */
export function slotKey(namespaceId: string | null): string {
  return namespaceId ?? 'all'
}

export function emptySlot(headerNames: readonly string[] = []): SlotFields {
  const names = headerNames.length > 0 ? headerNames : ['']
  return { token: '', username: '', headers: names.map((name) => ({ name, value: '' })) }
}

/** Whether nothing was typed. */
export function isEmpty(kind: SentAs, slot: SlotFields): boolean {
  if (kind === 'basic') return slot.username === '' && slot.token === ''
  if (kind === 'headers') return slot.headers.every((header) => header.value === '')
  return slot.token === ''
}

/** The credential that the fields make; not checked. */
export function credentialOf(kind: SentAs, header: string, slot: SlotFields): Credential {
  switch (kind) {
    case 'bearer':
      return { kind, token: slot.token }
    case 'apiKey':
      return { kind, header: header.trim(), value: slot.token }
    case 'basic':
      return { kind, username: slot.username, password: slot.token }
    case 'headers':
      return {
        kind,
        headers: slot.headers
          .filter(({ name, value }) => name !== '' || value !== '')
          .map(({ name, value }) => ({ name: name.trim(), value })),
      }
  }
}

/** What the form of a credential says before anybody is asked. */
export interface FormFault {
  level: 'bad' | 'warn'
  /** Path inside the credential: `token`, `value`, `headers.0.value`. */
  field: string
  message: string
}

/** The first thing that speaks against what was typed, or that deserves a word; undefined when it looks well. */
export function formFault(credential: Credential): FormFault | undefined {
  const hints = tokenHints(credential)
  const bad = hints.find((hint) => hint.level === 'bad')
  if (bad) return bad
  const parsed = credentialSchema.safeParse(credential)
  const issue = parsed.error?.issues[0]
  if (issue)
    return { level: 'bad', field: issue.path.join('.'), message: sentence(issue.path.map(String), issue.message) }
  return hints[0]
}

const NAMES: Record<string, string> = {
  token: 'The token',
  value: 'The value',
  header: 'The header',
  name: 'The header',
  username: 'The user',
  password: 'The password',
}

/** The schemas' messages continue a field's name: «is empty». */
function sentence(path: string[], message: string): string {
  const field = path.at(-1) ?? ''
  const name = NAMES[field]
  return name === undefined ? `${message.charAt(0).toUpperCase()}${message.slice(1)}.` : `${name} ${message}.`
}

/** How the server's choice for a slot is sent, to begin with. */
export function sentAsOf(slots: readonly SlotView[]): { kind: SentAs; header: string; headerNames: string[] } {
  for (const { choice } of slots) {
    if (choice?.mode !== 'entered') continue
    const kind = SENT_AS.find(({ value }) => value === choice.credentialKind)?.value
    if (kind) return { kind, header: choice.headerNames[0] ?? 'X-API-Key', headerNames: choice.headerNames }
  }
  return { kind: 'bearer', header: 'X-API-Key', headerNames: [] }
}
