import ipaddr from 'ipaddr.js'
import type { ParsedAddress } from '../connector.ts'

/** First path segments of Dify's own pages and APIs: what stands before them is the base. */
const OWN_PATHS = new Set(
  'console api v1 apps app explore datasets tools plugins signin signup install init account activate health files openapi mcp workflow education-apply'.split(
    ' ',
  ),
)
const LONGEST = 2000

/** What was made of a pasted address, or the sentence that says why it cannot be one. */
export type ReadAddress = { ok: true; address: ParsedAddress } | { ok: false; fault: string }

/**
 * Makes an address out of what people paste: with or without scheme, port, `/console/api`, `/apps`, `/tools?…`, a slash.
 * A path before Dify's own ones is kept. Knows nothing of the server: the form shows with it what will be saved.
 */
export function readAddress(text: string): ReadAddress {
  const pasted = text
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
    .replaceAll(/^[<"'«]+|[>"'»]+$/g, '')
  if (pasted === '') return fault('Enter the address of Dify, such as https://dify.example.com.')
  if (pasted.length > LONGEST) return fault('Is too long for an address.')
  if (/\s/.test(pasted)) return fault('Holds a space; an address has none.')
  const scheme = schemeOf(pasted)
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https')
    return fault(`Begins with ${scheme}: – Dify is reached by https:// or http://.`)
  const added = scheme === undefined ? (isNear(hostOf(pasted)) ? 'http://' : 'https://') : ''
  return URL.canParse(added + pasted) ? ofUrl(new URL(added + pasted), added) : fault(NO_ADDRESS)
}

const NO_ADDRESS = 'Is not an address. Write it as https://dify.example.com.'

function ofUrl(url: URL, added: string): ReadAddress {
  if (url.hostname === '') return fault(NO_ADDRESS)
  if (url.username !== '' || url.password !== '')
    return fault('Holds a user name or a password. Take it out; how to sign in is asked below.')
  const segments = url.pathname.split('/').filter((segment) => segment !== '')
  const own = segments.findIndex((segment) => OWN_PATHS.has(segment.toLowerCase()))
  const rest = url.search + url.hash
  if (own === -1 && rest !== '')
    return fault(`Ends in «${shortened(rest)}», which belongs to no address of Dify. Take it out.`)
  const cut = own === -1 ? '' : `/${segments.slice(own).join('/')}${rest}`
  const notes = [
    ...(added === '' ? [] : [`${added} was added`]),
    ...(cut === '' ? [] : [`«${shortened(cut)}» was left out`]),
  ]
  const baseUrl = [url.origin, ...(own === -1 ? segments : segments.slice(0, own))].join('/')
  return { ok: true, address: notes.length === 0 ? { baseUrl } : { baseUrl, note: `${notes.join('; ')}.` } }
}

/** Lower case, without its colon; undefined for `host`, `host/path` and `host:5001`. */
function schemeOf(pasted: string): string | undefined {
  return /^([a-z][a-z0-9+.-]*):(?:\/\/|(?!\d))/i.exec(pasted)?.[1]?.toLowerCase()
}

function hostOf(pasted: string): string {
  return URL.canParse(`http://${pasted}`) ? new URL(`http://${pasted}`).hostname : ''
}

/** Hosts of this machine or of a private network, where nobody has a certificate. */
function isNear(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (ipaddr.isValid(host)) return ipaddr.parse(host).range() !== 'unicast'
  return !host.includes('.') || host.endsWith('.localhost')
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function fault(text: string): ReadAddress {
  return { ok: false, fault: text }
}
