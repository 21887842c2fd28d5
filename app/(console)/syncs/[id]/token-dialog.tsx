'use client'

import { useState } from 'react'
import { Controller, useForm, useWatch } from 'react-hook-form'
import {
  credentialOf,
  emptySlot,
  formFault,
  isEmpty,
  SENT_AS,
  type SentAs,
} from '#app/(console)/services/sync/authentication/fields.ts'
import { SlotInputs } from '#app/(console)/services/sync/authentication/slot-inputs.tsx'
import { counted, listed } from '#app/(console)/services/sync/words.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogHeader } from '#components/ui/dialog.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import type { Result } from '#lib/core/schema.ts'
import type { RunCause, RunView } from '#lib/sync/schema.ts'
import { submitToken } from './actions.ts'

interface TokenDialogProps {
  run: RunView
  service: RunCause['services'][number]
  act: (ask: () => Promise<Result<RunView>>) => Promise<boolean>
  onClose: () => void
}

/** Another credential for one service, in the namespaces where it was refused; carried there at once. */
export function TokenDialog({ run, service, act, onClose }: TokenDialogProps) {
  const form = useForm({ defaultValues: { kind: 'bearer' as SentAs, header: 'X-API-Key', slot: emptySlot() } })
  const [busy, setBusy] = useState(false)
  const { kind = 'bearer', header = '', slot } = useWatch({ control: form.control })
  const fields = { ...emptySlot(), ...slot } as ReturnType<typeof emptySlot>
  const empty = isEmpty(kind, fields)
  const credential = credentialOf(kind, header, fields)
  const fault = empty ? undefined : formFault(credential)
  const namespaceIds = service.namespaces.flatMap(({ id }) => id ?? [])
  const missing = empty ? 'Enter the token.' : fault?.level === 'bad' ? 'The token has a fault.' : null

  const submit = form.handleSubmit(async () => {
    if (missing !== null || busy) return
    setBusy(true)
    const done = await act(() =>
      submitToken({
        runId: run.id,
        serviceId: service.id,
        ...(namespaceIds.length > 0 && { namespaceIds }),
        credential,
      }),
    )
    setBusy(false)
    if (done) onClose()
  })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      guard={{ when: !empty, title: 'Discard the entered token?', description: 'It is not saved anywhere yet.' }}
    >
      <DialogContent size="medium" onPrimary={submit}>
        <DialogHeader
          title={`Another token for ${service.name}`}
          detail={`For ${counted(service.namespaces.length, 'namespace')}: ${listed(
            service.namespaces.map(({ name }) => name),
            5,
          )}`}
          stacked
        />
        <form onSubmit={submit} noValidate className="contents">
          <DialogBody className="flex flex-col gap-3 pt-1">
            <div className="flex flex-wrap items-center gap-2">
              <Controller
                control={form.control}
                name="kind"
                render={({ field }) => (
                  <Select
                    prefix="Sent as"
                    options={SENT_AS}
                    value={field.value}
                    onValueChange={field.onChange}
                    className="max-md:w-full"
                  />
                )}
              />
              {kind === 'apiKey' && (
                <Input
                  {...form.register('header')}
                  aria-label="Header"
                  autoComplete="off"
                  spellCheck={false}
                  mono
                  className="w-44 max-md:w-full"
                />
              )}
            </div>
            <Controller
              control={form.control}
              name="slot"
              render={({ field }) => (
                <SlotInputs
                  kind={kind}
                  value={field.value}
                  onChange={field.onChange}
                  about={service.name}
                  placeholder={`Paste the token of ${service.name}`}
                  verdict={fault && { state: fault.level === 'bad' ? 'fault' : 'warn', text: fault.message }}
                  verdictAt="below"
                />
              )}
            />
            <p className="text-muted-foreground">
              Dify is given this token there and connects anew; the run says whether it worked. Other namespaces keep
              theirs.
            </p>
          </DialogBody>
          <DialogFooter note={missing}>
            <Button type="submit" variant="primary" busy={busy} disabled={missing !== null}>
              Retry with this token
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  )
}
