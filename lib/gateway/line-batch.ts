import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { gatewayCalls, gatewayTokens } from '#db/schema/index.ts'
import type { CallLine } from './call-line.ts'

/** A line whose call has ended. */
export type EndedLine = CallLine & { ms: number }

/** What most lines of a batch have in common: all of a line but its numbers. */
type Kind = Omit<EndedLine, 'at' | 'ms' | 'bytesIn' | 'bytesOut'> & { kind: number }

/**
 * Lines of the access log on their way into the database. What they have in common is kept and sent once, their numbers in columns: a
 * statement with a parameter for each value, and JSON with all fields of each line, cost more than the calls themselves.
 */
export class LineBatch {
  private readonly kinds = new Map<string, Kind>()
  private readonly uses = new Map<string, { id: string; calls: number; at: number }>()
  private readonly kind: number[] = []
  private readonly at: number[] = []
  private readonly ms: number[] = []
  private readonly bytesIn: number[] = []
  private readonly bytesOut: number[] = []

  get size(): number {
    return this.kind.length
  }

  add({ at, ms, bytesIn, bytesOut, ...line }: EndedLine): void {
    const { tokenId, namespaceId, method, tool, callerEra, serviceEra, verdict, code } = line
    const key = `${tokenId} ${namespaceId} ${method} ${callerEra} ${serviceEra} ${verdict} ${code} ${tool}`
    let known = this.kinds.get(key)
    if (known === undefined) {
      known = { kind: this.kinds.size, ...line }
      this.kinds.set(key, known)
    }
    this.kind.push(known.kind)
    this.at.push(at)
    this.ms.push(ms)
    this.bytesIn.push(bytesIn)
    this.bytesOut.push(bytesOut)

    const use = this.uses.get(tokenId)
    if (use === undefined) this.uses.set(tokenId, { id: tokenId, calls: 1, at })
    else {
      use.calls++
      use.at = Math.max(use.at, at)
    }
  }

  /** Writes the lines, and at their tokens how often and when they were last used: all or nothing. */
  async write(db: Database): Promise<void> {
    const { kind, at, ms, bytesIn, bytesOut } = this
    const kinds = [...this.kinds.values()]
    // In one order, so that two gateways don't wait for each other.
    const uses = [...this.uses.values()].sort((one, other) => one.id.localeCompare(other.id))
    await db.transaction(async (tx) => {
      await tx.execute(sql`
        insert into ${gatewayCalls} (at, token_id, service_id, namespace_id, method, tool, caller_era, service_era,
          verdict, code, ms, bytes_in, bytes_out)
        select to_timestamp(at / 1000.0), "tokenId", "serviceId", "namespaceId", method, tool, "callerEra", "serviceEra",
          verdict, code, ms, bytes_in, bytes_out
        from unnest(${column(kind)}::int[], ${column(at)}::bigint[], ${column(ms)}::int[], ${column(bytesIn)}::int[],
          ${column(bytesOut)}::bigint[]) as line (kind, at, ms, bytes_in, bytes_out)
        join json_to_recordset(${JSON.stringify(kinds)}::json) as kind (kind int, "tokenId" uuid, "serviceId" uuid,
          "namespaceId" uuid, method text, tool text, "callerEra" text, "serviceEra" text, verdict text, code text) using (kind)`)
      await tx.execute(sql`
        update ${gatewayTokens} as token
        set calls = token.calls + use.calls, last_used_at = greatest(token.last_used_at, to_timestamp(use.at / 1000.0))
        from json_to_recordset(${JSON.stringify(uses)}::json) as use (id uuid, calls integer, at bigint)
        where token.id = use.id`)
    })
  }
}

/** Numbers as PostgreSQL writes an array; as text, since the drivers would each write an array in their own way. */
function column(numbers: readonly number[]): SQL {
  return sql`${`{${numbers.join()}}`}::text`
}
