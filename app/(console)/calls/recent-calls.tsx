import Link from 'next/link'
import { cn } from '#components/cn.ts'
import type { State } from '#components/status/states.ts'
import { Status } from '#components/status/status.tsx'
import { durationText } from '#components/time/format.ts'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { type CallLineRow, recentCalls } from '#lib/calls/index.ts'
import type { CallEnd, CallsOf, CallVerdict } from '#lib/calls/schema.ts'
import type { Context } from '#lib/core/index.ts'
import { type CallsQuery, callsHref } from './query.ts'

const LOOKS: Record<CallVerdict, { state: State; word: string }> = {
  ok: { state: 'done', word: 'ok' },
  tool_error: { state: 'partial', word: 'tool error' },
  rpc_error: { state: 'failed', word: 'error' },
  refused: { state: 'refused', word: 'refused' },
  failed: { state: 'failed', word: 'failed' },
  cancelled: { state: 'cancelled', word: 'cancelled' },
}
const ENDS: Record<CallEnd, string> = { all: 'All', errors: 'Failed or refused', tool_errors: 'Tool errors' }
const PAGE_SIZE = 8

interface RecentCallsProps {
  ctx: Context
  of: CallsOf
  query: CallsQuery
}

/** The last calls: who, which tool, how it ended, how long it took; narrowed and paged by the address. */
export async function RecentCalls({ ctx, of, query }: RecentCallsProps) {
  const tool = query.tool?.slice(0, 256)
  const pagesBefore = Math.min(Math.max(0, query.older), 9999)
  const { rows, older } = await recentCalls(ctx, {
    ...{ of, ended: query.ended, page: pagesBefore + 1, pageSize: PAGE_SIZE },
    ...(tool !== undefined && { tool }),
  })
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-y bg-muted px-4 py-1.5 text-muted-foreground text-xs">
        <h3 className="font-medium">Last calls</h3>
        {tool !== undefined && (
          <span className="flex min-w-0 items-center gap-2">
            of <code className="max-w-56 truncate">{tool}</code>
            <TextLink href={callsHref(of, { ...query, tool: null, older: 0 })}>All tools</TextLink>
          </span>
        )}
        <nav aria-label="Which calls" className="flex gap-4 md:ml-auto">
          {(Object.keys(ENDS) as CallEnd[]).map((ended) => (
            <Link
              key={ended}
              href={callsHref(of, { ...query, ended, older: 0 })}
              scroll={false}
              aria-current={ended === query.ended ? 'true' : undefined}
              className={cn(
                'inline-flex min-h-6 items-center rounded-sm hover:text-foreground max-md:min-h-10',
                ended === query.ended && 'font-medium text-foreground underline underline-offset-4',
              )}
            >
              {ENDS[ended]}
            </Link>
          ))}
        </nav>
      </div>
      {rows.length === 0 && <p className="px-4 py-3 text-muted-foreground">{nothing(query, tool, pagesBefore)}</p>}
      <ol aria-label="Last calls">
        {rows.map((row) => (
          <CallRow key={row.id} row={row} of={of} />
        ))}
      </ol>
      {(older || pagesBefore > 0) && (
        <p className="flex gap-4 border-t px-4 py-2">
          {pagesBefore > 0 && <TextLink href={callsHref(of, { ...query, older: pagesBefore - 1 })}>Newer</TextLink>}
          {older && <TextLink href={callsHref(of, { ...query, older: pagesBefore + 1 })}>Older</TextLink>}
        </p>
      )}
    </>
  )
}

function CallRow({ row, of }: { row: CallLineRow; of: CallsOf }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 border-b px-4 py-1.5 last:border-b-0 max-md:py-2.5">
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
  )
}

function callerOf({ namespace, tokenName, tokenPrefix }: CallLineRow): string {
  return namespace ?? tokenName ?? tokenPrefix ?? 'a token that is gone'
}

function nothing({ ended }: CallsQuery, tool: string | undefined, pagesBefore: number): string {
  if (pagesBefore > 0) return 'There are no older calls.'
  const what = { all: 'call', errors: 'failed or refused call', tool_errors: 'tool error' }[ended]
  return `No ${what}${tool === undefined ? '' : ' of this tool'} is kept.`
}
