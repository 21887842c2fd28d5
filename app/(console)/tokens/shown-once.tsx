'use client'

import { useEffect, useId, useState } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import { ServiceIcon } from '#components/services/service-icon.tsx'
import { Status } from '#components/status/status.tsx'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogHeader } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import type { ShownToken, TokenTrial } from '#lib/tokens/index.ts'
import { tryToken } from './actions.ts'
import { Snippets } from './snippets.tsx'
import { Arrow } from './token-cells.tsx'
import { countOf } from './words.ts'

interface ShownOnceProps {
  made: ShownToken
  /** What else is to be known, such as when the old one ends. */
  note?: string
  onDone: () => void
}

/** A token in the only moment in which it can be seen: to be copied, with its address and a proof that it works. */
export function ShownOnce({ made, note, onDone }: ShownOnceProps) {
  const [stored, setStored] = useState(false)
  const box = useId()
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onDone()}
      guard={{
        when: !stored,
        title: 'Close without having stored it?',
        description: 'It can’t be shown again. Who lost it revokes it and makes a new one.',
        discard: 'Close',
        keep: 'Back to the token',
      }}
    >
      <DialogContent size="medium" onPrimary={() => stored && onDone()}>
        <DialogHeader
          title="Copy the token now"
          detail="It is shown this once. Afterwards you see its beginning and when it was last used."
          stacked
        />
        <DialogBody className="flex flex-col gap-4">
          <div className="flex flex-wrap items-center gap-2.5">
            <ServiceIcon
              name={made.service.name}
              icon={made.service.iconEmoji}
              background={made.service.iconColor}
              size={28}
            />
            <span className="font-medium">{made.service.name}</span>
            <Arrow />
            <span>{made.name}</span>
            <span className="ml-auto text-muted-foreground">
              {made.expiresAt === null ? (
                'never expires'
              ) : (
                <>
                  expires <RelativeTime at={made.expiresAt} />
                </>
              )}
            </span>
          </div>
          <Copied label="Token" value={made.token} what="the token" autoFocus />
          <Copied label="Address" value={made.url} what="the address" />
          <Trial tokenId={made.id} />
          <Snippets made={made} />
          {note && <p className="text-muted-foreground">{note}</p>}
        </DialogBody>
        <DialogFooter
          note={
            <label htmlFor={box} className="inline-flex items-center gap-2.5 text-foreground">
              <Checkbox id={box} checked={stored} onCheckedChange={(on) => setStored(on === true)} />I have stored it
            </label>
          }
        >
          <Button variant="primary" disabled={!stored} onClick={onDone}>
            Done
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  )
}

function Copied(props: { label: string; value: string; what: string; autoFocus?: boolean }) {
  const { label, value, what, autoFocus = false } = props
  return (
    <Field label={label}>
      <div className="flex gap-2">
        <Input
          mono
          readOnly
          value={value}
          aria-label={label}
          onFocus={(event) => event.target.select()}
          {...(autoFocus && { 'data-autofocus': true })}
        />
        <CopyButton value={value} what={what} words />
      </div>
    </Field>
  )
}

/** Tries the way through the gateway while the token is being copied. */
function Trial({ tokenId }: { tokenId: string }) {
  const call = useCall()
  const [trial, setTrial] = useState<TokenTrial>()
  useEffect(() => {
    let left = false
    void call(() => tryToken({ tokenId })).then((result) => {
      if (left) return
      if (result.ok) setTrial(result.value)
      else setTrial({ works: false, message: result.error.message, tools: 0, ms: 0 })
    })
    return () => {
      left = true
    }
  }, [call, tokenId])
  return (
    <div role="status" className="rounded-lg border px-4 py-2.5">
      {trial === undefined && <Status state="asking">trying the way through the gateway</Status>}
      {trial?.works && (
        <Status state="verified" className="whitespace-normal">
          Tried through the gateway: {countOf(trial.tools, 'tool')}, {trial.ms} ms.{' '}
          <span className="text-muted-foreground">Revoking it takes effect within a second.</span>
        </Status>
      )}
      {trial?.works === false && (
        <>
          <Status state="failed" className="whitespace-normal">
            Tried through the gateway: {trial.message}
          </Status>
          <p className="mt-1 text-muted-foreground">The token is made all the same. {trial.next}</p>
        </>
      )}
    </div>
  )
}
