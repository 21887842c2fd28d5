'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogHeader } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Select } from '#components/ui/select.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { ShownToken, TokenDetail } from '#lib/tokens/index.ts'
import { ShownOnce } from '../shown-once.tsx'
import { tokenName } from '../words.ts'
import { ExpiryField } from './expiry-field.tsx'
import { ToolsField } from './tools-field.tsx'
import { useTokenForm } from './use-token-form.ts'

/** A service that a token can be made for. */
interface ServiceOption {
  id: string
  name: string
}

interface TokenFormDialogProps {
  /** The token that is edited; absent for a new one. */
  token?: TokenDetail
  services: ServiceOption[]
  /** Services beyond those of the list. */
  moreServices: boolean
  /** The service that a new one begins with. */
  serviceId: string | null
  /** Where closing leads. */
  closeHref: string
}

/** Makes a token by hand and shows it, once; or sets the limits of one that is there. */
export function TokenFormDialog({ token, services, moreServices, serviceId, closeHref }: TokenFormDialogProps) {
  const router = useRouter()
  const [made, setMade] = useState<ShownToken>()
  const close = () => router.push(closeHref, { scroll: false })
  const form = useTokenForm(token, serviceId, (fresh) => {
    if (fresh !== undefined) return setMade(fresh)
    notify.good(token ? `The limits of ${tokenName(token)} are changed; calls go by them within a second.` : 'Saved.')
    close()
  })
  const { values, set, faults, refusal, saving, dirty } = form
  if (made !== undefined) return <ShownOnce made={made} onDone={close} />
  const binding = token?.purpose === 'binding'
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      guard={{ when: dirty, title: 'Discard what you entered?', description: 'Nothing of it is saved.' }}
    >
      <DialogContent size="medium" onPrimary={() => void form.save()}>
        <DialogHeader
          title={token ? 'Edit limits' : 'New token'}
          detail={token ? tokenName(token) : 'For a person’s client or a script'}
          stacked
        />
        <form
          noValidate
          className="contents"
          onSubmit={(event) => {
            event.preventDefault()
            void form.save()
          }}
        >
          <DialogBody className="flex flex-col gap-4">
            {token === undefined && (
              <Field
                label="Service"
                required
                error={faults.serviceId}
                hint={moreServices && 'The first 200 by name; for another one, begin on its own page.'}
              >
                <Select
                  options={services.map(({ id, name }) => ({ value: id, label: name }))}
                  value={values.serviceId || undefined}
                  placeholder="Choose a service"
                  onValueChange={(chosen) => set({ serviceId: chosen, all: true, allowedTools: [] })}
                />
              </Field>
            )}
            {!binding && (
              <Field
                label="What it is for"
                required
                error={faults.name}
                hint="A client, a script, a person: by it you will know what breaks when you revoke it."
              >
                <Input
                  value={values.name}
                  onChange={(event) => set({ name: event.target.value })}
                  autoComplete="off"
                  dir="auto"
                />
              </Field>
            )}
            <ToolsField
              key={values.serviceId}
              serviceId={values.serviceId}
              known={token?.tools}
              values={values}
              set={set}
              error={faults['options.allowedTools']}
            />
            {binding && (
              <Notice>
                {token.namespace?.platformName} keeps the list of tools that it has read until the service is
                synchronized again; calls go by the new limits at once.
              </Notice>
            )}
            <div className="flex flex-wrap gap-3">
              {!binding && (
                <Field
                  label="Prefix of tool names"
                  optional
                  error={faults['options.toolPrefix']}
                  hint="Keeps names apart where a client has many servers."
                  className="min-w-52 flex-1"
                >
                  <Input
                    mono
                    value={values.toolPrefix}
                    onChange={(event) => set({ toolPrefix: event.target.value })}
                    autoComplete="off"
                    spellCheck={false}
                  />
                </Field>
              )}
              <Field
                label="Calls a minute"
                optional
                error={faults['options.callsPerMinute']}
                hint="More are answered with 429 and when to come back."
                className="min-w-52 flex-1"
              >
                <Input
                  type="number"
                  inputMode="numeric"
                  min={1}
                  value={values.callsPerMinute}
                  onChange={(event) => set({ callsPerMinute: event.target.value })}
                />
              </Field>
            </div>
            <ExpiryField
              value={values.expiry}
              kept={token?.expiresAt}
              error={faults.expiresAt}
              onChange={(expiry) => set({ expiry })}
            />
            {refusal && (
              <Notice kind="bad" alert title={refusal.message}>
                {refusal.next}
              </Notice>
            )}
          </DialogBody>
          <DialogFooter note={footNote(token, dirty)}>
            <Button onClick={close}>Cancel</Button>
            <Button type="submit" variant="primary" busy={saving} disabled={token !== undefined && !dirty}>
              {token ? 'Change limits' : 'Make the token'}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  )
}

function footNote(token: TokenDetail | undefined, dirty: boolean): string {
  if (token === undefined) return 'Next: the token itself, shown once.'
  return dirty ? 'Calls go by it within a second.' : 'Nothing is changed yet.'
}
