import { RelativeTime } from '#components/time/relative-time.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import type { ServiceFacts } from '#lib/services/index.ts'
import { editHref, remedyField, remedyLabel } from '../remedy.ts'

/** Why a service is abnormal, since when, and what to do; nothing for one that is not. */
export function StatusNotice({ service, mayWrite }: { service: ServiceFacts; mayWrite: boolean }) {
  if (service.status !== 'abnormal') return null
  const field = remedyField(service)
  return (
    <Notice
      kind="bad"
      className="col-span-full"
      title={service.statusMessage}
      action={
        field !== undefined &&
        mayWrite && <TextLink href={editHref(service.id, field)}>{remedyLabel(service)}</TextLink>
      }
    >
      {service.statusNext}{' '}
      {service.statusSince && (
        <>
          Abnormal for <RelativeTime at={service.statusSince} form="age" />.
        </>
      )}
    </Notice>
  )
}
