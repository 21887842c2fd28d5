/**
 * A verdict's sentence in the few words that a table row and a heading have room for: «refuses the credential it was given (401)» for
 * «The service refuses the credential it was given (401); it wants a Bearer token.»
 */
export function shortReason(message: string): string {
  const [first = ''] = message.split(/; |: | from https?:|, (?:without|without saying)|\. |, but /u)
  return first
    .replace(/^The service /, '')
    .replace(/\.$/, '')
    .trim()
}
