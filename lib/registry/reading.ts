import { eq, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { registryReadings } from '#db/schema/index.ts'
import type { FerryError } from '#lib/core/index.ts'

/** Without a page for this long its worker is taken for dead. Milliseconds. */
const STALLED_MS = 60_000
/** A reading that was asked for and that nobody took up: there may be no worker. Milliseconds. */
const UNTAKEN_MS = 10 * 60_000
const DAY = 86_400_000
/** What vanished without a word is noticed only by reading everything. */
const WHOLE_AFTER_MS = 7 * DAY
/** The registry's clock may be behind ours. */
const OVERLAP_MS = 10 * 60_000
/** An interrupted reading goes on where it was for this long; a cursor may not live longer. */
const RESUME_MS = DAY / 2

type Reading = typeof registryReadings.$inferSelect

/** How what is known of the registry stands, for pages. */
export interface RegistryState {
  /** When the reading began whose end was last reached; null before the first. */
  completeAt: Date | null
  /** A reading was asked for and nobody has begun it, or it runs. */
  waiting: boolean
  running: boolean
  /** Entries that this or the last reading got, and those that it could not read. */
  entries: number
  unreadable: number
  /** Why the last reading did not come to its end. */
  fault: { code: string; message: string; next: string | null; at: Date } | null
}

const NEVER: RegistryState = {
  ...{ completeAt: null, waiting: false, running: false, entries: 0, unreadable: 0 },
  fault: null,
}

async function readingOf(db: Database, registry: string): Promise<Reading | undefined> {
  const [row] = await db.select().from(registryReadings).where(eq(registryReadings.registry, registry))
  return row
}

export async function registryState(db: Database, registry: string): Promise<RegistryState> {
  const row = await readingOf(db, registry)
  if (row === undefined) return NEVER
  const { startedAt, endedAt, heardAt, requestedAt, completeAt, entries, unreadable } = row
  const running = startedAt !== null && endedAt === null && age(heardAt) < STALLED_MS
  const waiting = !running && after(requestedAt, startedAt) && age(requestedAt) < UNTAKEN_MS
  const fault =
    row.faultMessage === null || running
      ? null
      : { code: row.faultCode ?? '', message: row.faultMessage, next: row.faultNext, at: endedAt ?? new Date() }
  return { completeAt, running, waiting, entries, unreadable, fault }
}

/** Notes that somebody wants it read. */
export async function noteRequest(db: Database, registry: string): Promise<void> {
  const requestedAt = new Date()
  await db
    .insert(registryReadings)
    .values({ registry, requestedAt })
    .onConflictDoUpdate({ target: registryReadings.registry, set: { requestedAt } })
}

/** Where a reading begins, or goes on. */
export interface Course {
  startedAt: Date
  /** Undefined for the whole list. */
  since: Date | undefined
  cursor: string | undefined
  pages: number
}

/** Notes that a reading begins, and says where: on after an interruption, else with what changed, and once a week with everything. */
export async function beginReading(db: Database, registry: string): Promise<Course> {
  const before = await readingOf(db, registry)
  if (before?.cursor && age(before.startedAt) < RESUME_MS && before.startedAt !== null) {
    await update(db, registry, { heardAt: new Date(), endedAt: null })
    return {
      ...{ startedAt: before.startedAt, cursor: before.cursor, pages: before.pages },
      since: before.whole ? undefined : (before.since ?? undefined),
    }
  }
  const startedAt = new Date()
  const whole = before?.completeAt == null || age(before.wholeAt) > WHOLE_AFTER_MS
  const since = whole ? undefined : new Date((before?.completeAt?.getTime() ?? 0) - OVERLAP_MS)
  const row = {
    ...{ startedAt, heardAt: startedAt, endedAt: null, whole, since: since ?? null },
    ...{ cursor: null, pages: 0, entries: 0, unreadable: 0 },
  }
  await db
    .insert(registryReadings)
    .values({ registry, ...row })
    .onConflictDoUpdate({ target: registryReadings.registry, set: row })
  return { startedAt, since, cursor: undefined, pages: 0 }
}

/** Notes a page that was kept, and where the next one begins. */
export async function notePage(
  db: Database,
  registry: string,
  page: { entries: number; unreadable: number; nextCursor: string | undefined },
): Promise<void> {
  await db
    .update(registryReadings)
    .set({
      heardAt: new Date(),
      cursor: page.nextCursor ?? null,
      pages: sql`${registryReadings.pages} + 1`,
      entries: sql`${registryReadings.entries} + ${page.entries}`,
      unreadable: sql`${registryReadings.unreadable} + ${page.unreadable}`,
    })
    .where(eq(registryReadings.registry, registry))
}

/** Notes that it came to its end. */
export async function endReading(db: Database, registry: string, { startedAt, since }: Course): Promise<void> {
  await update(db, registry, {
    ...{ endedAt: new Date(), cursor: null, completeAt: startedAt },
    ...(since === undefined && { wholeAt: startedAt }),
    ...{ faultCode: null, faultMessage: null, faultNext: null },
  })
}

/** Notes why it ended before its end; with `resume` the next one goes on where this one was. */
export async function failReading(
  db: Database,
  registry: string,
  { code, message, next }: FerryError,
  { resume }: { resume: boolean },
): Promise<void> {
  await update(db, registry, {
    ...{ endedAt: new Date(), faultCode: code, faultMessage: message, faultNext: next ?? null },
    ...(!resume && { cursor: null }),
  })
}

async function update(db: Database, registry: string, set: Partial<Reading>): Promise<void> {
  await db.update(registryReadings).set(set).where(eq(registryReadings.registry, registry))
}

function age(at: Date | null | undefined): number {
  return at == null ? Number.POSITIVE_INFINITY : Date.now() - at.getTime()
}

function after(at: Date | null, other: Date | null): boolean {
  return at !== null && (other === null || at > other)
}
