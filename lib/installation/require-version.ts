import type { MigrationState } from '#db/migration-state.ts'
import { FerryError } from '#lib/core/index.ts'
import { RELEASE } from './release.ts'
import type { SchemaNote } from './schema-note.ts'

/** Releases that a database must pass on its way here: one that lacks `migration` cannot be brought here at once. */
const PASS_THROUGH: readonly { migration: string; release: string }[] = []

/**
 * Refuses a database that this release cannot serve, before anything is written. Throws `database_newer`, `database_older` (a
 * release in between is needed), `database_gap` (migrations of another line) or `database_read_only`.
 */
export function requireVersion(
  state: MigrationState,
  note: SchemaNote | undefined,
  passThrough: typeof PASS_THROUGH = PASS_THROUGH,
): void {
  const newest = state.known.at(-1) ?? 'none'
  const foreign = state.unknown.at(-1)
  if (foreign !== undefined) {
    const who = note === undefined || note.release === RELEASE ? 'another release' : `release ${note.release}`
    const what = note === undefined ? `one of ${minute(foreign)}` : `${note.migration}, of ${minute(foreign)}`
    throw new FerryError(
      'database_newer',
      500,
      `The database was migrated by ${who} of MCP Ferry: its last migration is ${what}; this release, ${RELEASE}, knows them up to ${newest}. Nothing was changed.`,
      {
        next: `Start ${who === 'another release' ? 'the release that migrated it' : who} or a later one, or restore a backup that was made before.`,
      },
    )
  }
  if (state.missed.length > 0)
    throw new FerryError(
      'database_gap',
      500,
      `The database lacks the migration ${state.missed.join(', ')}, though it has a later one. Nothing was changed.`,
      { next: 'It comes from another line of development: start the release that made it, or restore a backup.' },
    )
  const step =
    state.applied.length > 0 ? passThrough.find(({ migration }) => state.pending.includes(migration)) : undefined
  if (step !== undefined)
    throw new FerryError(
      'database_older',
      500,
      `The database is too old for this release, ${RELEASE}: its last migration is ${state.applied.at(-1)}. Nothing was changed.`,
      { next: `Start release ${step.release} on it once, then this one.` },
    )
  if (state.readOnly)
    throw new FerryError(
      'database_read_only',
      500,
      'The database is read only: a standby, or made so by its settings.',
      { next: 'Give DATABASE_URL of the primary, or allow writing there.' },
    )
}

function minute(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
