/**
 * Whether a request that changes something comes from our own pages: its `Origin` names a host that we answer under.
 * No `Origin` at all is no browser's cross-site request (browsers send it with every POST) and passes; `null` does not.
 */
export function isOwnOrigin(origin: string | undefined, hosts: readonly (string | undefined)[]): boolean {
  if (origin === undefined) return true
  if (!URL.canParse(origin)) return false
  return hosts.includes(new URL(origin).host)
}
