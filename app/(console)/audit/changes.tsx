'use client'

import { exactTime } from '#components/time/format.ts'
import { Button } from '#components/ui/button.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx'
import type { AuditRow } from '#lib/audit/index.ts'

/** What changed, on one line; the button opens all of it, with the exact time. */
export function Changes({ row }: { row: AuditRow }) {
  const fields = Object.entries(row.changes)
  if (fields.length === 0) return null
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button
          variant="link"
          className="min-w-0 max-w-full shrink justify-start font-normal text-foreground max-md:text-xs"
        >
          <span className="truncate">
            {fields.map(([field, change], index) => (
              <span key={field}>
                {index > 0 && ' · '}
                <span className="text-muted-foreground">{field} </span>
                <Change change={change} />
              </span>
            ))}
          </span>
        </Button>
      </PopoverTrigger>
      <PopoverContent
        align="start"
        aria-label={`Changes of ${row.targetLabel}`}
        className="w-[min(480px,calc(100vw-32px))]"
      >
        <p className="text-muted-foreground text-xs">
          {exactTime(row.at)}, by {row.actor}
        </p>
        <dl className="mt-2 grid max-h-80 grid-cols-[auto_1fr] gap-x-4 gap-y-1 overflow-y-auto">
          {fields.map(([field, change]) => (
            <div key={field} className="contents">
              <dt className="text-muted-foreground">{field}</dt>
              <dd className="min-w-0 break-words">
                <Change change={change} />
              </dd>
            </div>
          ))}
        </dl>
      </PopoverContent>
    </Popover>
  )
}

function Change({ change }: { change: { from?: unknown; to?: unknown } }) {
  const before = readable(change.from)
  const after = readable(change.to)
  if (before === undefined) return <span className="font-medium">{after ?? 'set'}</span>
  return (
    <>
      <span className="text-muted-foreground">{before}</span> →{' '}
      <span className="font-medium">{after ?? 'nothing'}</span>
    </>
  )
}

/** A value of an audit event in words; undefined when there was none. */
function readable(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  if (value === true) return 'on'
  if (value === false) return 'off'
  if (value === '') return 'empty'
  if (Array.isArray(value))
    return value.length === 0 ? 'none' : value.map((each) => readable(each) ?? 'none').join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
