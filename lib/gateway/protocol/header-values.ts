const BEGIN = '=?base64?'
const END = '?='
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
/** What a header carries as it is: visible ASCII, with blanks and tabs inside only. */
const PLAIN = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/

/** A text as the value of an `Mcp-*` header: as it is where that is safe, else as `=?base64?…?=`. */
export function encodeHeaderValue(text: string): string {
  const plain = PLAIN.test(text) && !(text.startsWith(BEGIN) && text.endsWith(END))
  return plain ? text : `${BEGIN}${Buffer.from(text, 'utf8').toString('base64')}${END}`
}

/** The text that an `Mcp-*` header stands for; undefined where its base64 is broken. The marks are case-sensitive. */
export function decodeHeaderValue(value: string): string | undefined {
  const text = value.replace(/^[\t ]+|[\t ]+$/g, '')
  if (!text.startsWith(BEGIN) || !text.endsWith(END)) return text
  const base64 = text.slice(BEGIN.length, -END.length)
  if (!BASE64.test(base64)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'))
  } catch {
    return undefined
  }
}
