'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { FormProvider } from 'react-hook-form'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogHeader } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { ServiceFacts } from '#lib/services/index.ts'
import { failureText } from '../failure.ts'
import { ConnectionFields } from './connection-fields.tsx'
import { LookFields } from './look-fields.tsx'
import { TestPanel } from './test-panel.tsx'
import { useConnectionTest } from './use-connection-test.ts'
import { useLeaveGuard } from './use-leave-guard.ts'
import { useServiceForm } from './use-service-form.ts'

interface ServiceFormDialogProps {
  /** The service that is edited; a new one without. */
  service?: ServiceFacts
  closeHref: string
  focus: string | null
}

/** Adds or edits a service. Everything typed stays through every fault; leaving with changes asks. */
export function ServiceFormDialog({ service, closeHref, focus }: ServiceFormDialogProps) {
  const router = useRouter()
  const [leaving, setLeaving] = useState(false)
  const [saved, setSaved] = useState(false)
  const { form, saving, fault, replacement, setReplacement, save } = useServiceForm(service, (name) => {
    setSaved(true)
    notify.good(service === undefined ? `${name} is added and being checked.` : `${name} is saved.`)
    close()
  })
  const test = useConnectionTest(form, service?.id)
  const dirty = form.formState.isDirty && !saved
  const leave = useLeaveGuard(dirty, () => setLeaving(true))
  const close = () =>
    leave(() => {
      router.replace(closeHref, { scroll: false })
      router.refresh()
    })
  const submit = () => void save()
  const title = service === undefined ? 'Add service' : `Edit ${service.name}`
  return (
    <>
      <Dialog open onOpenChange={(open) => !open && (dirty ? setLeaving(true) : close())}>
        <DialogContent
          size="large"
          onPrimary={submit}
          onOpenAutoFocus={(event) => {
            // The field that the way here was about, else the name.
            event.preventDefault()
            beginAt(event.target as HTMLElement | null, focus ?? (service === undefined ? 'name' : null))
          }}
        >
          <DialogHeader title={title} detail={service?.identifier} rule />
          <FormProvider {...form}>
            <form
              noValidate
              className="contents"
              onSubmit={(event) => {
                event.preventDefault()
                submit()
              }}
            >
              <DialogBody className="grid grid-cols-[minmax(0,1fr)_20rem] gap-x-8 gap-y-6 max-md:grid-cols-1">
                <div className="flex min-w-0 flex-col gap-5">
                  {fault && <Notice kind="bad" alert title={failureText(fault)} />}
                  <LookFields service={service} />
                  <ConnectionFields service={service} />
                </div>
                <div className="min-w-0 border-l pl-8 max-md:border-t max-md:border-l-0 max-md:pt-5 max-md:pl-0">
                  <div className="sticky top-0">
                    <TestPanel state={test.state} onTest={test.run} />
                  </div>
                </div>
              </DialogBody>
              <DialogFooter note={footNote(service, dirty)}>
                <Button onClick={() => (dirty ? setLeaving(true) : close())}>Cancel</Button>
                <Button type="submit" variant="primary" busy={saving}>
                  {service === undefined ? 'Add service' : 'Save changes'}
                </Button>
              </DialogFooter>
            </form>
          </FormProvider>
        </DialogContent>
      </Dialog>
      <ConfirmDialog
        open={leaving}
        onOpenChange={setLeaving}
        title={service === undefined ? 'Discard this service?' : `Discard the changes to ${service.name}?`}
        description="What was typed here is not saved anywhere."
        cancelLabel="Keep editing"
        confirmLabel="Discard"
        onConfirm={() => {
          setLeaving(false)
          setSaved(true)
          close()
        }}
      />
      <ConfirmDialog
        open={replacement !== null}
        onOpenChange={(open) => !open && setReplacement(null)}
        title={`Change the identifier of ${service?.name ?? ''}?`}
        description={replacement?.message}
        cancelLabel="Keep the identifier"
        confirmLabel="Change the identifier"
        busy={saving}
        note="The next synchronization replaces it in each namespace."
        onConfirm={() => void save(true)}
      />
    </>
  )
}

function footNote(service: ServiceFacts | undefined, dirty: boolean): string {
  if (service === undefined) return 'It is checked as soon as it is added.'
  return dirty ? 'A changed URL, transport or credential is checked at once.' : 'Nothing is changed yet.'
}

function beginAt(dialog: HTMLElement | null, field: string | null): void {
  if (dialog === null) return
  const named =
    field === null
      ? null
      : dialog.querySelector<HTMLElement>(
          `[name="${CSS.escape(field)}"], [data-field="${CSS.escape(field)}"] button, [data-field="${CSS.escape(field)}"] input`,
        )
  if (named) named.focus()
  else dialog.focus()
}
