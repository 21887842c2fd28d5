import { credentialSchema, type FerryError, invalidInput, type ServiceCredential } from '#lib/core/index.ts'
import type { Remote, RemoteHeader } from './entry.ts'
import { type RemoteField, remoteFields, templateParts } from './fields.ts'

/** Entered values by a field's key. */
export type FieldValues = Record<string, string>

/** What a remote becomes once its fields are filled in. */
interface FilledIn {
  url: string
  credential: ServiceCredential
}

/** A header with its value, and the fields that its value came from. */
interface FilledHeader {
  name: string
  value: string
  keys: string[]
}

/** Sent by every client of the protocol itself; an entry that sets them says nothing new. */
const OWN_HEADERS = new Set([
  ...['accept', 'content-type', 'content-length', 'host', 'connection', 'user-agent', 'transfer-encoding'],
  ...['mcp-protocol-version', 'mcp-session-id', 'mcp-method', 'mcp-name', 'upgrade', 'te', 'trailer'],
])

/**
 * Puts the entered values into URL and headers. Every fault stands at its field (`values.<key>`): what is required and empty, is not
 * among the choices, is no number, or does not fit into a host name or a header. The credential's kind follows the headers:
 * `Authorization: Bearer …` is a Bearer token, another one alone an API key, several are free headers.
 */
export function fillIn(remote: Remote, entered: FieldValues): FilledIn {
  const values: FieldValues = {}
  const faults: FieldValues = {}
  for (const field of remoteFields(remote)) {
    const value = (entered[field.key] ?? '').trim()
    const fault = valueFault(field, value)
    if (fault === undefined) values[field.key] = value
    else faults[`values.${field.key}`] = fault
  }
  if (Object.keys(faults).length > 0) throw invalidInput(faults)
  return { url: filledUrl(remote, values), credential: credentialOf(filledHeaders(remote, values)) }
}

function valueFault({ required, choices, number, label }: RemoteField, value: string): string | undefined {
  if (value === '') return required ? `Enter ${label}.` : undefined
  if (choices.length > 0 && !choices.includes(value)) return `Choose one of: ${choices.join(', ')}.`
  if (number && !Number.isFinite(Number(value))) return 'Is not a number.'
  if (value.length > 8192) return 'Is longer than 8,192 characters.'
  return undefined
}

/** A value is written as its place in the URL needs it: as it is where the URL begins, as a host name in the host, encoded behind it. */
function filledUrl({ url, variables }: Remote, values: FieldValues): string {
  let filled = ''
  for (const part of templateParts(url)) {
    if ('text' in part) {
      filled += part.text
      continue
    }
    const key = `url.${part.variable}`
    const value = variables[part.variable]?.value ?? values[key] ?? ''
    if (filled === '') filled = value.replace(/\/+$/, '')
    else if (/^https?:\/\/[^/?#]*$/i.test(filled)) {
      if (!/^[A-Za-z0-9.-]+(:\d{1,5})?$/.test(value))
        throw invalidInput({
          [`values.${key}`]: 'Stands in the host of the URL: letters, digits, dots and hyphens fit.',
        })
      filled += value
    } else
      filled += filled.includes('?') ? encodeURIComponent(value) : value.split('/').map(encodeURIComponent).join('/')
  }
  return filled
}

function filledHeaders(remote: Remote, values: FieldValues): FilledHeader[] {
  return remote.headers
    .filter(({ name }) => !OWN_HEADERS.has(name.toLowerCase()))
    .map((header) => filledHeader(header, values))
    .filter((header) => header !== undefined)
}

/** Undefined when it is optional and something for it was left empty. */
function filledHeader({ name, value, variables }: RemoteHeader, values: FieldValues): FilledHeader | undefined {
  if (value === undefined) {
    const key = `header.${name}`
    return values[key] ? { name, value: values[key], keys: [key] } : undefined
  }
  const keys: string[] = []
  let filled = ''
  for (const part of templateParts(value)) {
    if ('text' in part) {
      filled += part.text
      continue
    }
    const key = `header.${name}.${part.variable}`
    const fixed = variables[part.variable]?.value
    if (fixed === undefined) keys.push(key)
    const inserted = fixed ?? values[key] ?? ''
    if (inserted === '') return undefined
    filled += withoutDoubledScheme(filled, inserted)
  }
  return { name, value: filled, keys }
}

/** «Bearer » stands in the template already, and tokens are often copied with it. */
function withoutDoubledScheme(before: string, value: string): string {
  return /\bbearer $/i.test(before) ? value.replace(/^bearer\s+/i, '') : value
}

function credentialOf(headers: FilledHeader[]): ServiceCredential {
  const [first] = headers
  if (first === undefined) return { kind: 'none' }
  const bearer = /^bearer\s+(\S.*)$/i.exec(first.value)?.[1]
  const credential =
    headers.length > 1
      ? { kind: 'headers', headers: headers.map(({ name, value }) => ({ name, value })) }
      : first.name.toLowerCase() === 'authorization' && bearer !== undefined
        ? { kind: 'bearer', token: bearer }
        : { kind: 'apiKey', header: first.name, value: first.value }
  const parsed = credentialSchema.safeParse(credential)
  if (parsed.success) return parsed.data
  throw headerFault(headers, parsed.error.issues)
}

/** Puts what the credential's own rules say to the field that the header came from; a header that was not asked for is the entry's fault. */
function headerFault(headers: FilledHeader[], issues: readonly { path: PropertyKey[]; message: string }[]): FerryError {
  const faults: FieldValues = {}
  for (const { path, message } of issues) {
    const header = headers[typeof path[1] === 'number' ? path[1] : typeof path[2] === 'number' ? path[2] : 0]
    const [key] = header?.keys ?? []
    if (key !== undefined) faults[`values.${key}`] ??= `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
    else
      faults.form ??= `The registry’s entry asks for the header ${header?.name ?? ''}, which ${message}. Add the service by hand.`
  }
  return invalidInput(faults, faults.form)
}

/** Whether a URL can have come from a template: it tells whether a service still stands where it was taken from. */
export function couldBe(template: string, url: string): boolean {
  return [url, decoded(url)].some((text) => fits(template, withoutSlash(text)))
}

/** Looks for the fixed texts one behind the other: linear in the URL, whatever a publisher writes. A variable stands for at least one character. */
function fits(template: string, url: string): boolean {
  const text = url.toLowerCase()
  const fixed: string[] = ['']
  for (const part of templateParts(withoutSlash(template)))
    if ('variable' in part) fixed.push('')
    else fixed[fixed.length - 1] += part.text.toLowerCase()
  const [first = '', ...rest] = fixed
  const last = rest.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const piece of rest) {
    const found = text.indexOf(piece, at + 1)
    if (found === -1) return false
    at = found + piece.length
  }
  return text.length > at + last.length && text.endsWith(last)
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, '')
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}
