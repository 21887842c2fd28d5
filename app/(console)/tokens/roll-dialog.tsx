'use client'

import { useState } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogHeader } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { PublicError } from '#lib/core/schema.ts'
import type { ShownToken, TokenSummary } from '#lib/tokens/index.ts'
import { rollByHand, rollInRuns } from './actions.ts'
import { GraceField } from './grace-field.tsx'
import { tellRuns } from './tell-runs.ts'
import { TokenLines } from './token-lines.tsx'
import { canRoll, countOf, tokenName } from './words.ts'

/** A platform proves the new one itself; a person has to carry it somewhere first. */
const USUAL_GRACE = { binding: 900, manual: 86_400 }

interface RollDialogProps {
  tokens: TokenSummary[]
  onClose: () => void
  /** Runs have begun. */
  onBegun: () => void
  /** One made by hand was rolled: the new one, to be shown, and the grace of the old one. */
  onShown: (made: ShownToken, graceSeconds: number) => void
}

/** Asks how long the old tokens live on, and rolls them: bindings by runs, one made by hand by showing its new one. */
export function RollDialog({ tokens, onClose, onBegun, onShown }: RollDialogProps) {
  const call = useCall()
  const rollable = tokens.filter(canRoll)
  const bound = rollable.filter(({ purpose }) => purpose === 'binding')
  const [first] = rollable
  const byHand = bound.length === 0 && rollable.length === 1 && first !== undefined
  const count = byHand ? 1 : bound.length
  const leftOut = tokens.length - count
  const [grace, setGrace] = useState<number>(USUAL_GRACE[byHand ? 'manual' : 'binding'])
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<PublicError>()

  const act = async () => {
    if (busy || count === 0) return
    setBusy(true)
    setRefusal(undefined)
    if (byHand) {
      const result = await call(() => rollByHand({ tokenId: first.id, graceSeconds: grace }))
      if (result.ok) return onShown(result.value, grace)
      setRefusal(result.error)
    } else {
      const result = await call(() => rollInRuns({ tokenIds: bound.map(({ id }) => id), graceSeconds: grace }))
      if (result.ok) {
        tellRuns(result.value.runs)
        return onBegun()
      }
      setRefusal(result.error)
    }
    setBusy(false)
  }
  const platforms = [...new Set(bound.map(({ namespace }) => namespace?.platformName))]
  return (
    <Dialog open onOpenChange={(open) => !open && !busy && onClose()}>
      <DialogContent onPrimary={() => void act()}>
        <DialogHeader
          title={tokens.length === 1 && first ? `Roll the token of ${tokenName(first)}` : `Roll ${countOf(count)}`}
        />
        <DialogBody className="flex flex-col gap-4">
          {count > 0 && (
            <p className="text-muted-foreground">
              {byHand
                ? 'A new token with the same limits is made and shown once. The old one goes on beside it, so that you can carry the new one to where it is used.'
                : `${platforms.length === 1 ? platforms[0] : `Each of ${platforms.length} platforms`} is given a new token with the same limits and has to connect with it. Only then does the old one end.`}
            </p>
          )}
          {count > 1 && <TokenLines tokens={bound} />}
          {leftOut > 0 && <Notice title={`${countOf(leftOut)} left out.`}>{whyLeftOut(tokens, count)}</Notice>}
          {count > 0 && <GraceField value={grace} onChange={setGrace} />}
          {refusal && (
            <Notice kind="bad" alert title={refusal.message}>
              {refusal.next}
            </Notice>
          )}
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={busy} disabled={count === 0} onClick={() => void act()}>
            {count > 1 ? `Roll the ${count}` : 'Roll'}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  )
}

function whyLeftOut(tokens: TokenSummary[], rolled: number): string {
  const over = tokens.filter((token) => !canRoll(token)).length
  const byHand = tokens.length - over - rolled
  return [
    ...(byHand > 0 ? ['Those made by hand are rolled one at a time, because each new one is shown once.'] : []),
    ...(over > 0 ? ['What is being replaced already, or is over, can’t be rolled.'] : []),
  ].join(' ')
}
