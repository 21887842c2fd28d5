import { createOutbound, FerryError, networkReason } from '#lib/core/index.ts'
import { type RegistryEntry, readEntry } from './entry.ts'

/** How long one answer may take, milliseconds. */
const DEADLINE_MS = 15_000
/** A hundred entries are about 200 kB. */
const MOST_BYTES = 8 * 1024 * 1024
/** The most that the official registry gives at once. */
const PAGE_SIZE = 100
const MOST_CURSOR = 2048

/** Which entries are wanted; always only the newest version of each server. */
export interface ListQuery {
  cursor?: string | undefined
  /** Part of a name or description. */
  search?: string | undefined
  updatedSince?: Date | undefined
}

export interface RegistryPage {
  entries: RegistryEntry[]
  /** Entries that could not be read. */
  unreadable: number
  /** Undefined on the last page. */
  nextCursor: string | undefined
}

interface AskOptions {
  signal?: AbortSignal | undefined
  deadlineMs?: number
}

/**
 * One page of `GET /v0.1/servers?version=latest` (API of the MCP registry, 2025-12-01). Throws `registry_…` errors with a sentence:
 * unreachable, slow, refused, busy, odd.
 */
export async function listPage(
  registry: string,
  { cursor, search, updatedSince }: ListQuery,
  options: AskOptions = {},
): Promise<RegistryPage> {
  const query = new URLSearchParams({
    version: 'latest',
    limit: String(PAGE_SIZE),
    ...(cursor && { cursor }),
    ...(search && { search }),
    ...(updatedSince && { updated_since: updatedSince.toISOString() }),
  })
  const { body } = await ask(registry, `/v0.1/servers?${query}`, options)
  const { servers, metadata } = (body ?? {}) as { servers?: unknown; metadata?: { nextCursor?: unknown } | null }
  // A list without entries may be written as null (Go).
  if (!Array.isArray(servers) && servers !== null) throw odd(registry, 'a list of servers')
  const entries = (servers ?? []).map(readEntry)
  const good = entries.filter((entry) => entry !== undefined)
  const next = metadata?.nextCursor
  if (typeof next === 'string' && next.length > MOST_CURSOR)
    throw new FerryError('registry_cursor', 502, `${hostOf(registry)} gives a cursor of ${next.length} characters.`, {
      next: 'What was read before it is kept.',
    })
  return {
    entries: good,
    unreadable: entries.length - good.length,
    nextCursor: typeof next === 'string' && next !== '' ? next : undefined,
  }
}

/** One version of a server, deleted ones too; undefined when the registry does not have it (any more). Errors as `listPage`. */
export async function getVersion(
  registry: string,
  { name, version }: { name: string; version: string },
  options: AskOptions = {},
): Promise<RegistryEntry | undefined> {
  const path = `/v0.1/servers/${encodeURIComponent(name)}/versions/${encodeURIComponent(version)}?include_deleted=true`
  const { status, body } = await ask(registry, path, { ...options, missing: true })
  if (status === 404) return undefined
  const entry = readEntry(body)
  if (entry === undefined) throw odd(registry, `an entry for ${name}`)
  return entry
}

async function ask(
  registry: string,
  path: string,
  { signal, deadlineMs = DEADLINE_MS, missing = false }: AskOptions & { missing?: boolean },
): Promise<{ status: number; body: unknown }> {
  const deadline = AbortSignal.timeout(deadlineMs)
  const outbound = createOutbound({ maxBytes: MOST_BYTES })
  try {
    const response = await outbound.fetch(`${registry}${path}`, {
      headers: { accept: 'application/json' },
      signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
    })
    const text = await response.text()
    const body = parsed(text)
    // A 404 that is a page comes from something that is no registry.
    if (missing && response.status === 404 && body !== undefined) return { status: 404, body }
    if (response.status !== 200) throw refusal(registry, response)
    if (body === undefined) throw odd(registry, 'JSON')
    return { status: 200, body }
  } catch (error) {
    if (error instanceof FerryError && error.code.startsWith('registry_')) throw error
    if (signal?.aborted) throw error
    if (deadline.aborted)
      throw new FerryError('registry_slow', 504, `${hostOf(registry)} did not answer within ${deadlineMs / 1000} s.`, {
        next: 'Try again later.',
        cause: error,
      })
    const reason = networkReason(error, registry)
    if (reason === undefined) throw error
    // An answer that is too big is so the next time too.
    const code = reason.code === 'too_big' ? 'registry_odd' : 'registry_unreachable'
    throw new FerryError(code, 502, reason.message, { next: reason.next, cause: error })
  } finally {
    await outbound.close()
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refusal(registry: string, { status, headers }: Response): FerryError {
  const host = hostOf(registry)
  if (status === 429)
    return new FerryError('registry_busy', 502, `${host} asks for a pause (429).`, {
      next: waitOf(headers.get('retry-after')),
    })
  if (status >= 500)
    return new FerryError('registry_fails', 502, `${host} fails with ${status}.`, { next: 'Try again later.' })
  if (status >= 300 && status < 400)
    return new FerryError('registry_moved', 502, `${host} leads elsewhere (${status}).`, {
      next: `Set REGISTRY_URL to where it leads${shownLocation(headers.get('location'))}.`,
    })
  return new FerryError('registry_refuses', 502, `${host} refuses the question with ${status}.`, {
    next: 'Check that REGISTRY_URL leads to a registry of MCP servers.',
  })
}

function waitOf(retryAfter: string | null): string {
  const seconds = Number(retryAfter)
  if (retryAfter === null || !Number.isFinite(seconds) || seconds <= 0 || seconds > 86_400) return 'Try again later.'
  return seconds < 90 ? `Try again in ${Math.ceil(seconds)} s.` : `Try again in ${Math.ceil(seconds / 60)} min.`
}

function shownLocation(location: string | null): string {
  return location !== null && URL.canParse(location) ? `: ${new URL(location).origin}` : ''
}

function odd(registry: string, wanted: string): FerryError {
  return new FerryError('registry_odd', 502, `${hostOf(registry)} answers, but not with ${wanted}.`, {
    next: 'Check that REGISTRY_URL leads to a registry of MCP servers.',
  })
}

export function hostOf(registry: string): string {
  return new URL(registry).host
}
