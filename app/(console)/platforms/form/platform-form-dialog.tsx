'use client'

import { FormProvider } from 'react-hook-form'
import { FormDialog } from '#components/ui/form-dialog.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { PlatformFacts } from '#lib/platforms/index.ts'
import { useLeaving } from '../../form/use-leaving.ts'
import { type FormFocus, platformHref } from '../search-params.ts'
import { counted } from '../words.ts'
import { AddressFields } from './address-fields.tsx'
import { PlatformTest } from './platform-test.tsx'
import { SaveFaultNotice } from './save-fault.tsx'
import { SignInFields } from './sign-in-fields.tsx'
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
  const atSecret = focus === 'sign-in' && platform !== undefined
  const { form, saving, fault, save } = usePlatformForm(platform, atSecret, (kept) => {
    tellKept(kept, platform === undefined)
    leaving.finish(draftHref ?? (platform === undefined ? platformHref(kept.id) : closeHref))
  })
  const leaving = useLeaving(form.formState.isDirty, draftHref ?? closeHref)
  return (
    <FormProvider {...form}>
      <FormDialog
        title={platform === undefined ? 'Connect a DIFY' : `Edit ${platform.name}`}
        submitLabel={platform === undefined ? 'Connect' : 'Save changes'}
        saving={saving || leaving.finished}
        onSubmit={() => void save()}
        onCancel={leaving.cancel}
        discard={{
          ...leaving.question,
          title: platform === undefined ? 'Discard this connection?' : `Discard the changes to ${platform.name}?`,
        }}
        note={footNote(platform, draftHref, saving)}
        aside={<PlatformTest stored={platform} />}
      >
        {fault && (
          <SaveFaultNotice
            key={JSON.stringify(fault)}
            fault={fault}
            verb={platform === undefined ? 'Connect' : 'Save'}
            saving={saving}
            onAnyway={() => void save(true)}
          />
        )}
        <AddressFields beginHere={focus === 'address'} />
        <SignInFields stored={platform} beginHere={atSecret} />
      </FormDialog>
    </FormProvider>
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
