/** Milliseconds that a kind of call may take. */
export const DEADLINES = {
  /** Finding out who answers at an address. One long list can keep Dify's only worker busy for seconds, here too. */
  discover: 30_000,
  /** Signing in, workspaces, switching. */
  session: 45_000,
  /** Create, update, connect: Dify waits for the MCP server inside (36–49 s were measured for one that takes 12 s an answer). */
  connect: 150_000,
  remove: 45_000,
} as const

const LIST_LEAST = 120_000
const LIST_MOST = 900_000
/** Worst measured cost of one provider in a list is 75 ms; the rest is for a Dify that is busy otherwise. */
const LIST_PER_PROVIDER = 250

/** Deadline of a list call, growing with what was there last time. */
export function listDeadline(expectedProviders = 0): number {
  return Math.min(LIST_MOST, Math.max(LIST_LEAST, expectedProviders * LIST_PER_PROVIDER))
}
