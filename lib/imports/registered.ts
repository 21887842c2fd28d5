import { inArray } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { services } from '#db/schema/index.ts'
import { templateParts, variablesOf } from './placeholders.ts'

export type RegisteredService = typeof services.$inferSelect

/** What is registered, as far as an import may meet it. */
export interface Registered {
  isTaken(identifier: string): boolean
  byIdentifier(identifier: string): RegisteredService | undefined
  /** The one service at a URL; none when several are. */
  byUrl(url: string): RegisteredService | undefined
}

/** Reads which services have one of the identifiers or URLs. */
export async function readRegistered(
  db: Database,
  identifiers: readonly string[],
  urls: readonly string[],
): Promise<Registered> {
  const all = await db.select({ id: services.id, identifier: services.identifier, url: services.url }).from(services)
  const [wantedIdentifiers, wantedUrls] = [new Set(identifiers), new Set(urls)]
  const ids = all
    .filter(({ identifier, url }) => wantedIdentifiers.has(identifier) || wantedUrls.has(url))
    .map(({ id }) => id)
  const rows: RegisteredService[] = []
  for (let from = 0; from < ids.length; from += 1000)
    rows.push(
      ...(await db
        .select()
        .from(services)
        .where(inArray(services.id, ids.slice(from, from + 1000)))),
    )
  const taken = new Set(all.map(({ identifier }) => identifier))
  const named = new Map(rows.map((row) => [row.identifier, row]))
  const located = Map.groupBy(rows, ({ url }) => url)
  return {
    isTaken: (identifier) => taken.has(identifier),
    byIdentifier: (identifier) => named.get(identifier),
    byUrl(url) {
      const there = located.get(url) ?? []
      return there.length === 1 ? there[0] : undefined
    },
  }
}

/** More of them in one URL are no URL, and would take the pattern for ever. */
const MOST_VARIABLES = 4

/** Whether a registered URL is what a template becomes with some values. */
export function couldBe(template: string, url: string): boolean {
  const variables = variablesOf(template).length
  if (variables === 0) return hrefOf(template) === url
  if (variables > MOST_VARIABLES) return false
  const pattern = templateParts(template).map((part) =>
    'text' in part ? part.text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&') : '[^/]*',
  )
  return new RegExp(`^${pattern.join('')}/?$`).test(url)
}

/** A URL as it is stored. */
export function hrefOf(url: string): string {
  return URL.canParse(url) ? new URL(url).href : url
}
