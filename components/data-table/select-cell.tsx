'use client'

import { CircleSlash } from 'lucide-react'
import { cn } from '#components/cn.ts'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Tooltip } from '#components/ui/tooltip.tsx'

interface SelectCellProps {
  /** Names the row: «Handbook». */
  name: string
  checked: boolean
  /** Why it cannot be selected. */
  blocked: string | null
  onToggle: (range: boolean) => void
}

/** The checkbox of a row, or in its place a barred circle that says why there is none. */
export function SelectCell({ name, checked, blocked, onToggle }: SelectCellProps) {
  if (blocked === null)
    return (
      <Checkbox
        className="block"
        aria-label={`Select ${name}`}
        checked={checked}
        onClick={(event) => {
          event.preventDefault()
          onToggle(event.shiftKey)
        }}
      />
    )
  return (
    <Tooltip text={blocked} side="right">
      <button
        type="button"
        data-barred
        aria-disabled="true"
        aria-label={`${name}: ${blocked}`}
        className={cn(
          'relative block size-4 rounded-full text-muted-foreground after:absolute after:-inset-1 max-md:after:-inset-3',
        )}
      >
        <CircleSlash aria-hidden="true" className="size-4" />
      </button>
    </Tooltip>
  )
}
