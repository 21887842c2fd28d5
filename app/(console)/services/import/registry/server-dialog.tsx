'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogHeader } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { RegistryServer } from '#lib/registry/index.ts'
import { ServerAbout } from './server-about.tsx'
import { TakeFields } from './take-fields.tsx'
import { useTakeForm } from './use-take-form.ts'
import { shownName } from './words.ts'

interface ServerDialogProps {
  server: RegistryServer
  mayWrite: boolean
  closeHref: string
}

/** One server of the registry: what it is, and the form that makes a service of it. */
export function ServerDialog({ server, mayWrite, closeHref }: ServerDialogProps) {
  const router = useRouter()
  const close = () => router.push(closeHref, { scroll: false })
  const take = useTakeForm(server, ({ id, name }) => {
    notify.good(`${name} is added and being checked.`, { link: { label: 'See the service', href: `/services/${id}` } })
    router.push(closeHref, { scroll: false })
    router.refresh()
  })
  const takeable = mayWrite && server.remotes.length > 0
  const body = useRef<HTMLDivElement>(null)
  const submit = () => {
    if (takeable) void take.save()
  }
  const { refusals } = take
  useEffect(() => {
    if (refusals > 0) body.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [refusals])
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      guard={{
        when: take.dirty && !take.saving,
        title: 'Discard what you entered?',
        description: 'Nothing of it is saved.',
      }}
    >
      <DialogContent size="medium" onPrimary={submit} beginAt={firstOpen}>
        <DialogHeader
          title={<span dir="auto">{shownName(server)}</span>}
          detail={
            <span className="break-all font-mono text-xs">
              {server.name} {server.version}
            </span>
          }
          stacked
        />
        <form
          noValidate
          className="contents"
          onSubmit={(event) => {
            event.preventDefault()
            submit()
          }}
        >
          <DialogBody ref={body} className="flex flex-col gap-4">
            <ServerAbout server={server} />
            {takeable && <TakeFields server={server} take={take} />}
            {take.refusal && (
              <Notice kind="bad" alert title={take.refusal.message}>
                {take.refusal.next}
              </Notice>
            )}
          </DialogBody>
          <DialogFooter note={takeable ? 'It is checked as soon as it is added.' : undefined}>
            <Button onClick={close}>{takeable ? 'Cancel' : 'Close'}</Button>
            {takeable && (
              <Button type="submit" variant="primary" busy={take.saving}>
                Add service
              </Button>
            )}
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  )
}

/** The first field that is to be filled in. */
function firstOpen(dialog: HTMLElement): HTMLElement | null {
  return dialog.querySelector<HTMLElement>('[data-dialog-body] input:not([readonly])')
}
