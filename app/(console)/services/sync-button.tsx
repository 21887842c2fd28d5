'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx'

interface SyncButtonProps {
  selected: number
  /** Whether any service can be selected at all. */
  selectable: boolean
  busy: boolean
  onStart: () => void
}

/** The button that carries the page: opens the dialog for what is selected, and says what to do when nothing is. */
export function SyncButton({ selected, selectable, busy, onStart }: SyncButtonProps) {
  const [hint, setHint] = useState(false)
  if (selected > 0)
    return (
      <Button variant="primary" count={selected} busy={busy} onClick={onStart}>
        Intelligent Platform Synchronization
      </Button>
    )
  return (
    <Popover open={hint} onOpenChange={setHint}>
      <PopoverTrigger asChild>
        <Button variant="primary">Intelligent Platform Synchronization</Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="What to do first">
        <p className="font-medium">No service is selected.</p>
        {selectable ? (
          <p className="mt-0.5 text-muted-foreground">
            Check the boxes of the services to carry over, or press <Kbd>x</Kbd> in their rows. Then press this again.
          </p>
        ) : (
          <p className="mt-0.5 text-muted-foreground">
            Only normal services can be selected, and none is. The next step stands in each row.
          </p>
        )}
      </PopoverContent>
    </Popover>
  )
}
