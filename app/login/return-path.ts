import { isCurrent, navigation } from '#components/shell/navigation.ts'

/** The steps of the synchronization dialog, as the fragment of its address names them. */
const STEPS = ['platform', 'namespaces', 'authentication', 'review']
const BASE = 'http://here.invalid'

/** Where to go after signing in: a path of our own, else the overview. Whatever a crafted link says, it never leads elsewhere. */
export function returnPath(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/') || !URL.canParse(next, BASE)) return '/'
  const url = new URL(next, BASE)
  if (url.origin !== BASE || /^\/(login|setup|password|api)(\/|$)/.test(url.pathname)) return '/'
  return url.pathname + url.search + url.hash
}

/** Where a path leads, in words that follow «Sign in to go on»: «with step 3, Authentication», «to MCP Service Management»; undefined for the overview. */
export function placeOf(path: string): string | undefined {
  const { pathname, searchParams, hash } = new URL(path, BASE)
  if (searchParams.has('draft')) {
    const step = STEPS.indexOf(hash.slice(1))
    const name = STEPS[step]
    if (name === undefined) return 'with the synchronization'
    return `with step ${step + 1}, ${name.charAt(0).toUpperCase()}${name.slice(1)}`
  }
  const place = navigation.flat().find(({ href }) => href !== '/' && isCurrent(href, pathname))
  return place && `to ${place.label}`
}
