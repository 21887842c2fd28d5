import { isObject, type Json } from '../json.ts'

/** A JSON value as Python's `repr()` writes it: Dify quotes what it was sent in this form. */
export function repr(value: Json): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return reprText(value)
  if (!isObject(value)) return `[${value.map(repr).join(', ')}]`
  const members = Object.entries(value).map(([key, member]) => `${reprText(key)}: ${repr(member ?? null)}`)
  return `{${members.join(', ')}}`
}

/** The name of the Python type that `json.loads` makes of it. */
export function typeName(value: Json): string {
  if (value === null) return 'NoneType'
  if (typeof value === 'string') return 'str'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  return isObject(value) ? 'dict' : 'list'
}

/** `json.dumps` with its default of ASCII only and spaces after separators, for one level of text members. */
export function dumpsAscii(members: Record<string, string>): string {
  const ascii = (text: string) =>
    JSON.stringify(text).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const pairs = Object.entries(members).map(([key, text]) => `${ascii(key)}: ${ascii(text)}`)
  return `{${pairs.join(', ')}}`
}

function reprText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(quote, `\\${quote}`)
  return quote + escaped + quote
}
