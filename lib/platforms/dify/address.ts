import ipaddr from 'ipaddr.js'
import { invalidInput } from '#lib/core/index.ts'
import type { ParsedAddress } from '../connector.ts'

/** First path segments of Dify's own pages and APIs: what stands before them is the base. */
const OWN_PATHS = new Set(
  'console api v1 apps app explore datasets tools plugins signin signup install init account activate health files openapi mcp workflow education-apply'.split(
    ' ',
  ),
)
const LONGEST = 2000

/**
 * Makes an address out of what people paste: with or without scheme, port, `/console/api`, `/apps`, `/tools?…`, a slash.
 * A path before Dify's own ones is kept. Throws `invalid_input` on the field `baseUrl` for what cannot be one.
 */
export function parseAddress(text: string): ParsedAddress {
  const pasted = text
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
    .replaceAll(/^[<"'«]+|[>"'»]+$/g, '')
  if (pasted === '') throw fault('Enter the address of Dify, such as https://dify.example.com.')
  if (pasted.length > LONGEST) throw fault('This is too long for an address.')
  if (/\s/.test(pasted)) throw fault('An address holds no spaces.')
  const notes: string[] = []
  const url = urlOf(pasted, notes)
  if (url.username !== '' || url.password !== '')
    throw fault('The address holds a user name or a password. Take it out; how to sign in is asked below.')
  const segments = url.pathname.split('/').filter((segment) => segment !== '')
  const own = segments.findIndex((segment) => OWN_PATHS.has(segment.toLowerCase()))
  if (own === -1 && (url.search !== '' || url.hash !== ''))
    throw fault(`The address holds «${url.search}${url.hash}», which belongs to no address of Dify. Take it out.`)
  const cut = own === -1 ? '' : `/${segments.slice(own).join('/')}${url.search}${url.hash}`
  if (cut !== '') notes.push(`«${shortened(cut)}» was left out`)
  const kept = own === -1 ? segments : segments.slice(0, own)
  const baseUrl = [url.origin, ...kept].join('/')
  return notes.length === 0 ? { baseUrl } : { baseUrl, note: `${notes.join('; ')}.` }
}

function urlOf(pasted: string, notes: string[]): URL {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(pasted)?.[1]?.toLowerCase()
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https')
    throw fault(`Dify is reached by http:// or https://, not by ${scheme}://.`)
  // `host:5001` is a host with a port, `mailto:x` is a scheme.
  const bare = /^([a-z][a-z0-9+.-]*):(?!\d)/i.exec(pasted)?.[1]
  if (scheme === undefined && bare !== undefined)
    throw fault(`Dify is reached by http:// or https://, not by ${bare}:.`)
  if (scheme !== undefined) return parsed(pasted)
  const added = isNear(parsed(`http://${pasted}`).hostname) ? 'http' : 'https'
  notes.push(`${added}:// was added`)
  return parsed(`${added}://${pasted}`)
}

function parsed(text: string): URL {
  if (!URL.canParse(text)) throw fault('This is not an address. Write it as https://dify.example.com.')
  const url = new URL(text)
  if (url.hostname === '') throw fault('The address has no host.')
  return url
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

function fault(message: string) {
  return invalidInput({ baseUrl: message }, message)
}
