'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { FormProvider } from 'react-hook-form'
import { useLeaveGuard } from '#app/(console)/services/form/use-leave-guard.ts'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogHeader } from '#components/ui/dialog.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { PlatformFacts } from '#lib/platforms/index.ts'
import { type FormFocus, platformHref } from '../search-params.ts'
import { counted } from '../words.ts'
import { AddressFields } from './address-fields.tsx'
import { SaveFaultNotice } from './save-fault.tsx'
import { SignInFields } from './sign-in-fields.tsx'
import { TestPanel } from './test-panel.tsx'
import { useConnectionTest } from './use-connection-test.ts'
import { type KeptPlatform, usePlatformForm } from './use-platform-form.ts'

interface PlatformFormDialogProps {
  /** The platform that is edited; a new one without. */
  platform?: PlatformFacts
  focus: FormFocus
  /** The synchronization that waits for a platform. */
  draftHref: string | null
  closeHref: string
}

/** Connects or edits a platform. Everything typed stays through every fault; leaving with changes asks. */
export function PlatformFormDialog({ platform, focus, draftHref, closeHref }: PlatformFormDialogProps) {
  const router = useRouter()
  const [leaving, setLeaving] = useState(false)
  const [saved, setSaved] = useState(false)
  const atSecret = focus === 'sign-in' && platform !== undefined
  const { form, saving, fault, save } = usePlatformForm(platform, atSecret, (kept) => {
    setSaved(true)
    tellKept(kept, platform === undefined)
    go(draftHref ?? (platform === undefined ? platformHref(kept.id) : closeHref))
  })
  const test = useConnectionTest(form, platform)
  const dirty = form.formState.isDirty && !saved
  const leave = useLeaveGuard(dirty, () => setLeaving(true))
  const go = (href: string) =>
    leave(() => {
      router.replace(href, { scroll: false })
      router.refresh()
    })
  const close = () => go(draftHref ?? closeHref)
  const cancel = () => (dirty ? setLeaving(true) : close())
  const submit = () => void save()
  const verb = platform === undefined ? 'Connect' : 'Save'
  return (
    <>
      <Dialog open onOpenChange={(open) => !open && cancel()}>
        <DialogContent size="large" onPrimary={submit}>
          <DialogHeader title={platform === undefined ? 'Connect a DIFY' : `Edit ${platform.name}`} rule />
          <FormProvider {...form}>
            <form
              noValidate
              className="contents"
              onSubmit={(event) => {
                event.preventDefault()
                submit()
              }}
            >
              <DialogBody className="grid grid-cols-[minmax(0,1fr)_22rem] gap-x-8 gap-y-6 max-md:grid-cols-1">
                <div className="flex min-w-0 flex-col gap-5">
                  {fault && (
                    <SaveFaultNotice
                      key={JSON.stringify(fault)}
                      fault={fault}
                      verb={verb}
                      saving={saving}
                      onAnyway={() => void save(true)}
                    />
                  )}
                  <AddressFields beginHere={focus === 'address'} />
                  <SignInFields stored={platform} beginHere={atSecret} />
                </div>
                <div className="min-w-0 border-l pl-8 max-md:border-t max-md:border-l-0 max-md:pt-5 max-md:pl-0">
                  <TestPanel state={test.state} onTest={test.run} />
                </div>
              </DialogBody>
              <DialogFooter note={footNote(platform, draftHref, saving)}>
                <Button onClick={cancel}>Cancel</Button>
                <Button type="submit" variant="primary" busy={saving}>
                  {platform === undefined ? 'Connect' : 'Save changes'}
                </Button>
              </DialogFooter>
            </form>
          </FormProvider>
        </DialogContent>
      </Dialog>
      <ConfirmDialog
        open={leaving}
        onOpenChange={setLeaving}
        title={platform === undefined ? 'Discard this connection?' : `Discard the changes to ${platform.name}?`}
        description="What was typed here is not saved anywhere."
        cancelLabel="Keep editing"
        confirmLabel="Discard"
        onConfirm={() => {
          setLeaving(false)
          setSaved(true)
          close()
        }}
      />
    </>
  )
}

function tellKept({ name, status, namespaceCount }: KeptPlatform, isNew: boolean): void {
  if (status === 'unreachable') notify.good(`${name} is kept, and not connected.`, { state: 'unreachable' })
  else notify.good(isNew ? `${name} is connected: ${counted(namespaceCount, 'namespace')}.` : `${name} is saved.`)
}

function footNote(platform: PlatformFacts | undefined, draftHref: string | null, saving: boolean): string {
  if (saving) return 'Signing in and listing the namespaces.'
  if (draftHref !== null) return 'Then back to your synchronization: its selection is kept.'
  return platform === undefined
    ? 'It is tested before it is kept.'
    : 'A changed address or sign-in is tested before it is kept.'
}
