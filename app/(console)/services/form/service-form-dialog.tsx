'use client'

import { FormProvider } from 'react-hook-form'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { FormDialog } from '#components/ui/form-dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { ServiceFacts } from '#lib/services/index.ts'
import { useLeaving } from '../../form/use-leaving.ts'
import { failureText } from '../failure.ts'
import { ConnectionFields } from './connection-fields.tsx'
import { LookFields } from './look-fields.tsx'
import { ServiceTest } from './service-test.tsx'
import { useServiceForm } from './use-service-form.ts'

interface ServiceFormDialogProps {
  /** The service that is edited; a new one without. */
  service?: ServiceFacts
  closeHref: string
  focus: string | null
}

/** Adds or edits a service. Everything typed stays through every fault; leaving with changes asks. */
export function ServiceFormDialog({ service, closeHref, focus }: ServiceFormDialogProps) {
  const { form, saving, fault, replacement, setReplacement, save } = useServiceForm(service, (name) => {
    notify.good(service === undefined ? `${name} is added and being checked.` : `${name} is saved.`)
    leaving.finish()
  })
  const leaving = useLeaving(form.formState.isDirty, closeHref)
  return (
    <FormProvider {...form}>
      <FormDialog
        title={service === undefined ? 'Add service' : `Edit ${service.name}`}
        detail={service?.identifier}
        submitLabel={service === undefined ? 'Add service' : 'Save changes'}
        saving={saving || leaving.finished}
        onSubmit={() => void save()}
        onCancel={leaving.cancel}
        discard={{
          ...leaving.question,
          title: service === undefined ? 'Discard this service?' : `Discard the changes to ${service.name}?`,
        }}
        note={footNote(service, leaving.dirty)}
        aside={<ServiceTest id={service?.id} />}
        beginAt={(dialog) => fieldOf(dialog, focus ?? (service === undefined ? 'name' : null))}
      >
        {fault && <Notice kind="bad" alert title={failureText(fault)} />}
        <LookFields service={service} />
        <ConnectionFields service={service} />
      </FormDialog>
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
    </FormProvider>
  )
}

function footNote(service: ServiceFacts | undefined, dirty: boolean): string {
  if (service === undefined) return 'It is checked as soon as it is added.'
  return dirty ? 'A changed URL, transport or credential is checked at once.' : 'Nothing is changed yet.'
}

/** The field that the way here was about; the dialog itself where it was about none. */
function fieldOf(dialog: HTMLElement, field: string | null): HTMLElement {
  if (field === null) return dialog
  const name = CSS.escape(field)
  return (
    dialog.querySelector<HTMLElement>(
      `[name="${name}"], [data-field="${name}"] button, [data-field="${name}"] input`,
    ) ?? dialog
  )
}
