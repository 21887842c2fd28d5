import type { Database } from '#db/client.ts'
import { FerryError, log } from '#lib/core/index.ts'
import { hostOf, listPage } from './client.ts'
import { beginReading, endReading, failReading, notePage } from './reading.ts'
import { forgetUnseen, storeEntries } from './store-entries.ts'

/** 500,000 servers; a list that goes on behind that has no end. */
const MOST_PAGES = 5000
/** Pages in a row without one new entry. A list that is being changed may bring one such page. */
const MOST_STALE = 2

/**
 * Reads the registry into the cache, page by page: what changed since the last time, or everything. A fault of the registry is kept
 * as the reading's end, and so is all that came before it; the next reading goes on there. A cursor that repeats itself or leads
 * nowhere new ends it too. Returns whether the registry gave at least one page.
 */
export async function readRegistry(db: Database, registry: string, signal: AbortSignal): Promise<boolean> {
  const course = await beginReading(db, registry)
  const met = new Set<string>()
  let { cursor, pages } = course
  let [stale, stored] = [0, 0]
  try {
    do {
      if (cursor !== undefined) met.add(cursor)
      const page = await listPage(registry, { cursor, updatedSince: course.since }, { signal })
      pages += 1
      const isNew = await db.transaction(async (tx) => {
        const entries = await storeEntries(tx, registry, page.entries, course.startedAt)
        await notePage(tx, registry, { ...page, entries })
        return entries
      })
      stored += isNew
      stale = isNew === 0 ? stale + 1 : 0
      cursor = page.nextCursor
      const lie = cursor === undefined ? undefined : cursorLie({ repeats: met.has(cursor), stale, pages })
      if (lie !== undefined)
        throw new FerryError('registry_cursor', 502, `${hostOf(registry)} ${lie}`, {
          next: 'What was read so far is kept; the next reading begins anew.',
        })
    } while (cursor !== undefined)
    await db.transaction(async (tx) => {
      // An empty registry is a fault of it sooner than the truth.
      if (course.since === undefined && stored > 0) await forgetUnseen(tx, registry, course.startedAt)
      await endReading(tx, registry, course)
    })
    return true
  } catch (error) {
    if (signal.aborted || !(error instanceof FerryError)) throw error
    log.info({ registry, code: error.code, pages }, 'registry not read to its end')
    // A cursor that was refused is not tried again.
    const resume = !['registry_cursor', 'registry_refuses', 'registry_odd'].includes(error.code)
    await failReading(db, registry, error, { resume })
    return pages > course.pages
  }
}

function cursorLie({ repeats, stale, pages }: { repeats: boolean; stale: number; pages: number }): string | undefined {
  if (repeats) return `gave the same cursor twice, on page ${pages}: its list would never end.`
  if (stale >= MOST_STALE) return `gave ${stale} pages in a row without a new entry, up to page ${pages}.`
  if (pages >= MOST_PAGES) return `gave ${pages.toLocaleString('en')} pages and still has more.`
  return undefined
}
