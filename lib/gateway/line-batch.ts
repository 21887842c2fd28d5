import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { gatewayCalls, gatewayTokens } from '#db/schema/index.ts'
import type { CallLine } from './call-line.ts'

/** What most lines of a batch have in common: all of a line but its numbers. */
type Kind = Omit<CallLine, 'at' | 'ms' | 'bytesIn' | 'bytesOut'> & { kind: number }

/** What a batch says of a token. */
interface Use {
  calls: number
  /** Of the latest of them. */
  at: number
  /** The kind of the line before: a call is mostly followed by one like it. */
  last: Kind
}

/**
 * Lines of the access log on their way into the database. What they have in common is kept and sent once, their numbers in columns: a
 * statement with a parameter for each value, and JSON with all fields of each line, cost more than the calls themselves.
 */
export class LineBatch {
  private readonly kinds = new Map<string, Kind>()
  private readonly uses = new Map<string, Use>()
  private readonly kind: number[] = []
  private readonly at: number[] = []
  private readonly ms: number[] = []
  private readonly bytesIn: number[] = []
  private readonly bytesOut: number[] = []

  get size(): number {
    return this.kind.length
  }

  add(line: CallLine): void {
    const { at, tokenId } = line
    const use = this.uses.get(tokenId)
    const known = use !== undefined && isOfKind(line, use.last) ? use.last : this.kindOf(line)
    if (use === undefined) this.uses.set(tokenId, { calls: 1, at, last: known })
    else {
      use.calls++
      use.at = Math.max(use.at, at)
      use.last = known
    }
    this.kind.push(known.kind)
    this.at.push(at)
    this.ms.push(line.ms)
    this.bytesIn.push(line.bytesIn)
    this.bytesOut.push(line.bytesOut)
  }

  /** Writes the lines, and at their tokens how often and when they were last used: all or nothing. */
  async write(db: Database): Promise<void> {
    const { kind, at, ms, bytesIn, bytesOut } = this
    const kinds = [...this.kinds.values()]
    const uses = Array.from(this.uses, ([id, use]) => ({ id, calls: use.calls, at: use.at }))
    // In one order, so that two gateways don't wait for each other.
    uses.sort((one, other) => one.id.localeCompare(other.id))
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

  private kindOf({ at: _at, ms: _ms, bytesIn: _in, bytesOut: _out, ...line }: CallLine): Kind {
    const key = JSON.stringify(Object.values(line))
    let known = this.kinds.get(key)
    if (known === undefined) {
      known = { kind: this.kinds.size, ...line }
      this.kinds.set(key, known)
    }
    return known
  }
}

/** Whether the line, of the same token, differs in its numbers only. */
function isOfKind(line: CallLine, kind: Kind): boolean {
  return (
    line.tool === kind.tool &&
    line.method === kind.method &&
    line.verdict === kind.verdict &&
    line.code === kind.code &&
    line.callerEra === kind.callerEra &&
    line.serviceEra === kind.serviceEra &&
    line.namespaceId === kind.namespaceId
  )
}

/** Numbers as PostgreSQL writes an array; as text, since the drivers would each write an array in their own way. */
function column(numbers: readonly number[]): SQL {
  return sql`${`{${numbers.join()}}`}::text`
}
