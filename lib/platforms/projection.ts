import { getTableColumns } from 'drizzle-orm'
import { platforms } from '#db/schema/index.ts'
import { connectorFor } from './connector-for.ts'

export type PlatformRow = typeof platforms.$inferSelect

const { secret: _sealed, pace: _pace, ...publicColumns } = getTableColumns(platforms)
/** The columns of a platform without what is sealed: what reading verbs select. */
export const PUBLIC_COLUMNS = publicColumns
export type PublicRow = Omit<PlatformRow, 'secret' | 'pace'>

/** A platform as pages show it. Nothing in it is secret: of its key or password only when and by whom it was set. */
export interface PlatformFacts {
  id: string
  kind: 'dify'
  name: string
  /** Where its API is called, without a slash at its end. */
  baseUrl: string
  webUrl: string | null
  authKind: 'adminKey' | 'account'
  accountEmail: string | null
  secretSetAt: Date
  secretSetBy: string
  status: 'reachable' | 'unreachable' | 'unchecked'
  /** Of an unreachable one: stable reason, the fact, the next step. */
  statusCode: string | null
  statusMessage: string | null
  statusNext: string | null
  statusSince: Date | null
  testedAt: Date | null
  /** The release it reported last. */
  release: string | null
  identity: string | null
  /** Milliseconds of the last test. */
  latencyMs: number | null
  /** The page there where people see a namespace's tools. */
  link: string
  createdAt: Date
  updatedAt: Date
}

export function describePlatform(row: PublicRow): PlatformFacts {
  const { baseUrl, webUrl } = row
  return { ...row, link: connectorFor(row.kind).link({ baseUrl, ...(webUrl !== null && { webUrl }) }) }
}
