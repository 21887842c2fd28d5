'use client'

import { PhoneRow } from '#components/data-table/phone-row.tsx'
import { ServiceIcon } from '#components/services/service-icon.tsx'
import { Status } from '#components/status/status.tsx'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { NamespacesCell } from './namespaces-cell.tsx'
import { ReachMark, reachGap } from './reach-mark.tsx'
import { RegistryMark } from './registry-mark.tsx'
import type { ServiceTableRow } from './service-columns.tsx'
import { NextStep } from './status-cell.tsx'

interface PhoneServiceRowProps {
  service: ServiceTableRow
  checking: boolean
  mayCheck: boolean
  mayWrite: boolean
  onCheck: () => void
}

/** A service in two lines. Where Dify does not get all its tools, that stands in the place of their number. */
export function PhoneServiceRow({ service, checking, mayCheck, mayWrite, onCheck }: PhoneServiceRowProps) {
  const { status, statusReason, toolCount, checkedAt, reach, registryWarning } = service
  return (
    <PhoneRow
      lead={<ServiceIcon name={service.name} icon={service.iconEmoji} background={service.iconColor} size={32} />}
      title={<span dir="auto">{service.name}</span>}
      href={`/services/${service.id}`}
      titleAside={checkedAt === null ? 'never checked' : <RelativeTime at={checkedAt} />}
      meta={
        <>
          {checking ? (
            <Status state="asking">checking</Status>
          ) : (
            <Status state={status} className={status === 'normal' ? 'text-foreground' : ''} />
          )}
          {status === 'abnormal' ? (
            <span className="truncate first-letter:uppercase">{statusReason}</span>
          ) : registryWarning !== null ? (
            <RegistryMark warning={registryWarning} />
          ) : reachGap(reach) !== undefined ? (
            <ReachMark reach={reach} short />
          ) : (
            toolCount !== null && <span>{toolCount === 1 ? '1 tool' : `${toolCount} tools`}</span>
          )}
        </>
      }
      metaAside={
        status === 'normal' ? (
          <NamespacesCell summary={service.bindings} />
        ) : (
          !checking && <NextStep service={service} onCheck={onCheck} mayCheck={mayCheck} mayWrite={mayWrite} />
        )
      }
    />
  )
}
