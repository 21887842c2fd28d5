import dns from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isIP } from 'node:net'
import { Agent, buildConnector, fetch as undiciFetch } from 'undici'
import { environment } from './environment.ts'
import { FerryError } from './errors.ts'
import { addressJudge } from './outbound-addresses.ts'

export interface OutboundOptions {
  /** Bytes over all answers together (unpacked); more ends the answer with `too_big`. Default 8 MB. */
  maxBytes?: number
  /** CIDR ranges that are never called, comma-separated. Default: the environment's `OUTBOUND_DENY`. */
  deny?: string
  /** Milliseconds for name, TCP and TLS. Default 10,000. */
  connectTimeoutMs?: number
  /** Milliseconds that the other side may be silent before and inside an answer. Default 300,000. */
  silenceTimeoutMs?: number
  /** Whether a connection serves further requests. Default true. */
  keepConnections?: boolean
}

/** A door to the outside with one budget of bytes; made for one piece of work and closed after it. */
export interface Outbound {
  /**
   * As the platform's `fetch`, except: redirects are given back, not followed; addresses in the denied ranges are refused
   * at the moment of use (`address_denied`), other schemes (`unsupported_scheme`) and credentials in the URL
   * (`credentials_in_url`) at once; answers beyond the budget end in `too_big`. Deadlines are the caller's `signal`.
   * What it throws is explained by `networkReason`.
   */
  fetch(url: string | URL, init?: RequestInit): Promise<Response>
  /** Ends everything that is still open. */
  close(): Promise<void>
}

const EIGHT_MEGABYTES = 8 * 1024 * 1024
/** Statuses that cannot have a body (fetch standard). */
const BODILESS = new Set([101, 103, 204, 205, 304])

/** Opens a door. It holds sockets until it is closed. */
export function createOutbound(options: OutboundOptions = {}): Outbound {
  const agent = outboundAgent(options)
  const maxBytes = options.maxBytes ?? EIGHT_MEGABYTES
  const budget = { left: maxBytes, maxBytes }
  return {
    async fetch(url, init) {
      const target = outboundUrl(url)
      const answer = await undiciFetch(target, {
        ...(init as Parameters<typeof undiciFetch>[1]),
        redirect: 'manual',
        dispatcher: agent,
      })
      const body = BODILESS.has(answer.status)
        ? null
        : counted(answer.body as ReadableStream<Uint8Array> | null, budget)
      const { status, statusText } = answer
      return new Response(body, { status, statusText, headers: [...answer.headers] })
    },
    close: () => agent.destroy(),
  }
}

/**
 * The same door without a budget of bytes, for who streams and counts by themselves: an undici dispatcher that refuses the denied
 * ranges and follows no redirect. The caller judges the URL by `outboundUrl`, and destroys the agent.
 */
export function outboundAgent(options: Omit<OutboundOptions, 'maxBytes'> = {}): Agent {
  const silence = options.silenceTimeoutMs ?? 300_000
  return new Agent({
    connect: guardedConnector(
      addressJudge(options.deny ?? environment().OUTBOUND_DENY),
      options.connectTimeoutMs ?? 10_000,
    ),
    headersTimeout: silence,
    bodyTimeout: silence,
    ...(options.keepConnections === false && { pipelining: 0 }),
  })
}

/** The address as a URL if the door would call it; throws `invalid_url`, `unsupported_scheme` or `credentials_in_url`. */
export function outboundUrl(url: string | URL): URL {
  if (!URL.canParse(String(url)))
    throw new FerryError('invalid_url', 422, 'This is not a whole address.', {
      next: 'Write it as https://host/path.',
    })
  const target = new URL(url)
  if (target.protocol !== 'http:' && target.protocol !== 'https:')
    throw new FerryError('unsupported_scheme', 422, `Addresses with ${target.protocol} cannot be called.`, {
      next: 'Use an address that begins with http:// or https://.',
    })
  if (target.username !== '' || target.password !== '')
    throw new FerryError('credentials_in_url', 422, `The address of ${target.host} holds a user name or a password.`, {
      next: 'Take it out of the address and enter it as the credential.',
    })
  return target
}

function counted(
  body: ReadableStream<Uint8Array> | null,
  budget: { left: number; maxBytes: number },
): ReadableStream<Uint8Array> | null {
  if (body === null) return null
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        budget.left -= chunk.byteLength
        if (budget.left < 0) controller.error(tooBig(budget.maxBytes))
        else controller.enqueue(chunk)
      },
    }),
  )
}

function tooBig(maxBytes: number): FerryError {
  const size = maxBytes >= 1024 * 1024 ? `${Math.round(maxBytes / 1024 / 1024)} MB` : `${maxBytes} bytes`
  return new FerryError('too_big', 502, `The answers are bigger than ${size}, so they were not read to the end.`, {
    next: 'Check that the address leads to the service itself.',
  })
}

function addressDenied(host: string): FerryError {
  return new FerryError('address_denied', 422, `${host} is in an address range that MCP Ferry does not call.`, {
    next: 'Use another address, or change OUTBOUND_DENY.',
  })
}

/** Judges three times: a literal before dialling, names before a packet leaves, and what was really reached. */
function guardedConnector(isDenied: (address: string) => boolean, timeout: number): buildConnector.connector {
  const lookup: LookupFunction = (hostname, options, callback) => {
    dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0)
      const allowed = addresses.filter(({ address }) => !isDenied(address))
      const [first] = allowed
      if (first === undefined) return callback(addressDenied(hostname), '', 0)
      if (options.all) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
  const connect = buildConnector({ timeout, allowH2: false, lookup } as buildConnector.BuildOptions)
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) !== 0 && isDenied(host)) return callback(addressDenied(host), null)
    connect(options, (...result) => {
      const [error, socket] = result
      if (error !== null) return callback(error, null)
      if (!isDenied(socket.remoteAddress ?? '')) return callback(null, socket)
      socket.destroy()
      callback(addressDenied(host), null)
    })
  }
}
