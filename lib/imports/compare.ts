import { credentialHeaders, type ServiceCredential } from '#lib/core/index.ts'
import { openServiceCredential } from '#lib/credentials/index.ts'
import type { UpdateServiceInput } from '#lib/services/schema.ts'
import type { ReadCredential } from './credential.ts'
import type { Found } from './found.ts'
import type { RegisteredService } from './registered.ts'
import type { ImportRow } from './schema.ts'
import { lookOf } from './service-look.ts'

/** What a text changes in a registered service: what `updateService` takes, and the same for people. */
export interface Comparison {
  update: UpdateServiceInput
  changes: ImportRow['changes']
  /** The credential in words. */
  credential: string
  /** Variables that a change waits for. */
  asks: string[]
}

const FIELD_WORDS = {
  name: 'name',
  description: 'description',
  iconEmoji: 'icon',
  iconColor: 'icon colour',
  url: 'URL',
  transport: 'transport',
  timeoutSeconds: 'timeout',
  sseReadTimeoutSeconds: 'SSE read timeout',
} as const

/**
 * Compares what a text says with a registered service: only what the text says can differ. Stored credentials are opened here and
 * nowhere shown. `url` is the one to have afterwards.
 */
export async function compareWith(
  row: RegisteredService,
  found: Found,
  url: string,
  credential: ReadCredential,
): Promise<Comparison> {
  const { look } = lookOf(found)
  const { id, identifier, name, description, iconEmoji, iconColor, transport, timeoutSeconds, sseReadTimeoutSeconds } =
    row
  const after = {
    ...{ url, identifier },
    name: found.named ? look.name : name,
    description: found.description === undefined ? description : look.description,
    iconEmoji: found.iconEmoji ?? iconEmoji,
    iconColor: found.iconColor ?? iconColor,
    transport: sameTransport(row, found.transport) ? transport : look.transport,
    timeoutSeconds: found.timeoutSeconds ?? timeoutSeconds,
    sseReadTimeoutSeconds: found.sseReadTimeoutSeconds ?? sseReadTimeoutSeconds,
  }
  const changes = Object.entries(FIELD_WORDS).flatMap(([field, words]) => {
    const [from, to] = [row[field as keyof typeof FIELD_WORDS], after[field as keyof typeof FIELD_WORDS]]
    return from === to ? [] : [{ field: words, from: String(from), to: String(to) }]
  })
  const decided = await credentialAfter(row, url, credential)
  return {
    changes: [...changes, ...decided.changes],
    update: { id, ...after, ...(decided.credential !== undefined && { credential: decided.credential }) },
    credential: decided.words,
    asks: decided.asks,
  }
}

/** «auto» that was seen to be what the text names is the same. */
function sameTransport({ transport, seenTransport }: RegisteredService, said: Found['transport']): boolean {
  return said === undefined || said === transport || (transport === 'auto' && said === seenTransport)
}

interface Decided {
  /** Undefined: the stored one stays. */
  credential?: ServiceCredential
  changes: ImportRow['changes']
  words: string
  asks: string[]
}

async function credentialAfter(row: RegisteredService, url: string, read: ReadCredential): Promise<Decided> {
  const had = row.credentialKind
  const moved = had !== 'none' && new URL(row.url).origin !== new URL(url).origin
  const kept: Decided = { changes: [], asks: [], words: had === 'none' ? 'None' : 'Kept as it is' }
  const change = (to: string) => [{ field: 'credential', from: had === 'none' ? 'none' : 'set', to }]
  if (read.state === 'given' && (read.typed || had === 'none' || moved)) {
    const stored = await openServiceCredential(row.credential)
    if (!moved && sameCredential(stored, read.credential)) return kept
    return {
      credential: read.credential,
      changes: change(had === 'none' ? 'set' : 'replaced'),
      words: read.words,
      asks: [],
    }
  }
  if (read.state === 'open' && (had === 'none' || moved))
    return { changes: change('set'), words: read.words, asks: read.asks }
  // A credential is presented only to the origin that it was given for.
  if (moved)
    return {
      credential: { kind: 'none' },
      changes: change('removed: it was given for another server'),
      words: 'None',
      asks: [],
    }
  return kept
}

/** Whether two credentials send the same headers, or are the same client. */
function sameCredential(one: ServiceCredential, other: ServiceCredential): boolean {
  if (one.kind === 'oauthClient' || other.kind === 'oauthClient')
    return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
  const lower = (credential: Exclude<ServiceCredential, { kind: 'oauthClient' }>) =>
    sorted(
      Object.fromEntries(
        Object.entries(credentialHeaders(credential)).map(([name, value]) => [name.toLowerCase(), value]),
      ),
    )
  return JSON.stringify(lower(one)) === JSON.stringify(lower(other))
}

function sorted(value: object): [string, unknown][] {
  return Object.entries(value).sort(([one], [other]) => one.localeCompare(other))
}
