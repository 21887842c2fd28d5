'use client'

import { useEffect, useState } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogHeader } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { PublicError } from '#lib/core/schema.ts'
import { matchingIds, rollInRuns } from './actions.ts'
import { GraceField } from './grace-field.tsx'
import { tellRuns } from './tell-runs.ts'
import { countOf } from './words.ts'

const USUAL_DAYS = '90'
const LIMIT_DAYS = 3650

/** Rolls all generated tokens that are older than some days. */
export function RollOlderDialog({ onClose }: { onClose: () => void }) {
  const call = useCall()
  const [days, setDays] = useState(USUAL_DAYS)
  const [grace, setGrace] = useState(900)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<PublicError>()
  const olderThanDays = Number(days)
  const whole = Number.isInteger(olderThanDays) && olderThanDays >= 1 && olderThanDays <= LIMIT_DAYS
  const found = useOlder(whole ? olderThanDays : null)

  const act = async () => {
    if (busy || !whole || found?.count === 0) return
    setBusy(true)
    setRefusal(undefined)
    const result = await call(() => rollInRuns({ olderThanDays, graceSeconds: grace }))
    setBusy(false)
    if (!result.ok) return setRefusal(result.error)
    tellRuns(result.value.runs)
    onClose()
  }
  return (
    <Dialog open onOpenChange={(open) => !open && !busy && onClose()}>
      <DialogContent onPrimary={() => void act()}>
        <DialogHeader title="Roll old tokens" />
        <DialogBody className="flex flex-col gap-4">
          <p className="text-muted-foreground">
            Each platform is given new tokens with the same limits and has to connect with them. Only then do the old
            ones end. Those made by hand are left alone.
          </p>
          <Field
            label="Older than, in days"
            error={whole ? undefined : `Whole days, 1 to ${LIMIT_DAYS.toLocaleString('en')}.`}
            hint={found === null ? 'Counting' : `${found.more ? 'More than ' : ''}${countOf(found.count)} of bindings.`}
          >
            <Input
              type="number"
              inputMode="numeric"
              min={1}
              max={LIMIT_DAYS}
              value={days}
              onChange={(event) => setDays(event.target.value)}
              className="w-28"
            />
          </Field>
          <GraceField value={grace} onChange={setGrace} />
          {refusal && (
            <Notice kind="bad" alert title={refusal.message}>
              {refusal.next}
            </Notice>
          )}
        </DialogBody>
        <DialogFooter note={found?.count === 0 && 'None is that old.'}>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={busy}
            disabled={!whole || found === null || found.count === 0}
            onClick={() => void act()}
          >
            {found && found.count > 0 && !found.more ? `Roll the ${found.count}` : 'Roll'}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  )
}

/** How many there are; null while that is being asked. */
function useOlder(days: number | null): { count: number; more: boolean } | null {
  const call = useCall()
  const [found, setFound] = useState<{ days: number; count: number; more: boolean } | null>(null)
  useEffect(() => {
    if (days === null) return
    let left = false
    const timer = setTimeout(async () => {
      const result = await call(() => matchingIds({ purpose: 'binding', states: ['active'], olderThanDays: days }))
      if (!left && result.ok) setFound({ days, count: result.value.ids.length, more: result.value.more })
    }, 200)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [call, days])
  return found !== null && found.days === days ? found : null
}
