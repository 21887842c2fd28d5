import type { Readable } from 'node:stream'
import { and, desc, lt } from 'drizzle-orm'
import type { z } from 'zod'
import { gatewayCalls } from '#db/schema/index.ts'
import { type Context, parseInput, requirePermission, streamCsv } from '#lib/core/index.ts'
import { type CallLineRow, selectLines } from './call-lines.ts'
import { linesOf } from './conditions.ts'
import { type CallsOf, exportCallsSchema } from './schema.ts'

const BATCH = 2000
const COLUMNS = [
  'time',
  'service',
  'platform',
  'namespace',
  'token',
  'token name',
  'method',
  'tool',
  'caller era',
  'service era',
  'verdict',
  'code',
  'ms',
  'bytes in',
  'bytes out',
]

/**
 * The access log as CSV, newest line first, streamed as the database gives it. Needs `tokens.read`, checked at the call.
 */
export function exportCalls(ctx: Context, input: z.input<typeof exportCallsSchema>): Readable {
  requirePermission(ctx, 'tokens.read')
  const { of } = parseInput(exportCallsSchema, input)
  return streamCsv(COLUMNS, cells(ctx, of))
}

async function* cells(ctx: Context, of: CallsOf | undefined): AsyncGenerator<(string | number)[]> {
  let before: number | undefined
  for (;;) {
    const lines: CallLineRow[] = await selectLines(ctx)
      .where(
        and(of === undefined ? undefined : linesOf(of), before === undefined ? undefined : lt(gatewayCalls.id, before)),
      )
      .orderBy(desc(gatewayCalls.id))
      .limit(BATCH)
    for (const line of lines) yield cellsOf(line)
    before = lines.at(-1)?.id
    if (lines.length < BATCH) return
  }
}

function cellsOf(line: CallLineRow): (string | number)[] {
  return [
    line.at.toISOString(),
    line.service ?? '',
    line.platform ?? '',
    line.namespace ?? '',
    line.tokenPrefix ?? '',
    line.tokenName ?? '',
    line.method,
    line.tool ?? '',
    line.callerEra,
    line.serviceEra,
    line.verdict,
    line.code ?? '',
    line.ms,
    line.bytesIn,
    line.bytesOut,
  ]
}
