import type { State } from '#components/status/states.ts'
import { Status } from '#components/status/status.tsx'
import { durationText } from '#components/time/format.ts'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { type CallLineRow, recentCalls } from '#lib/calls/index.ts'
import type { CallsOf, CallVerdict } from '#lib/calls/schema.ts'
import type { Context } from '#lib/core/index.ts'

const LOOKS: Record<CallVerdict, { state: State; word: string }> = {
  ok: { state: 'done', word: 'ok' },
  tool_error: { state: 'partial', word: 'tool error' },
  rpc_error: { state: 'failed', word: 'error' },
  refused: { state: 'refused', word: 'refused' },
  failed: { state: 'failed', word: 'failed' },
  cancelled: { state: 'cancelled', word: 'cancelled' },
}
const SHOWN = 8

/** The last calls: who, which tool, how it ended, how long it took. */
export async function RecentCalls({ ctx, of }: { ctx: Context; of: CallsOf }) {
  const rows = await recentCalls(ctx, { of, limit: SHOWN })
  return (
    <>
      <h3 className="border-y bg-muted px-4 py-2 font-medium text-muted-foreground text-xs">Last calls</h3>
      <ol aria-label="Last calls">
        {rows.map((row) => (
          <li
            key={row.id}
            className="flex flex-wrap items-center gap-x-3 border-b px-4 py-1.5 last:border-b-0 max-md:py-2.5"
          >
            <Status state={LOOKS[row.verdict].state} className="w-24 max-md:w-auto">
              {LOOKS[row.verdict].word}
            </Status>
            <code className="min-w-0 max-w-56 truncate text-xs">{row.tool}</code>
            {'serviceId' in of && <span className="truncate text-muted-foreground">{callerOf(row)}</span>}
            {row.code !== null && row.verdict !== 'ok' && (
              <span className="text-muted-foreground text-xs">{row.code.replaceAll('_', ' ')}</span>
            )}
            <span className="ml-auto whitespace-nowrap text-muted-foreground text-xs">
              {durationText(row.ms)} · <RelativeTime at={row.at} />
            </span>
          </li>
        ))}
      </ol>
    </>
  )
}

function callerOf({ namespace, tokenName, tokenPrefix }: CallLineRow): string {
  return namespace ?? tokenName ?? tokenPrefix ?? 'a token that is gone'
}
