'use client'

import { PhoneRow } from '#components/data-table/phone-row.tsx'
import { ServiceIcon } from '#components/services/service-icon.tsx'
import type { RegistryRow } from '#lib/registry/index.ts'
import { Way } from './registry-columns.tsx'
import { shownName } from './words.ts'

/** A server of the registry in two lines. */
export function PhoneServerRow({ server, href }: { server: RegistryRow; href: string }) {
  return (
    <PhoneRow
      lead={<ServiceIcon name={shownName(server)} size={32} />}
      title={<span dir="auto">{shownName(server)}</span>}
      href={href}
      titleAside={server.taken > 0 ? 'taken' : <span className="font-mono">{server.version.slice(0, 12)}</span>}
      meta={
        <span className="truncate" dir="auto">
          {server.description || server.name}
        </span>
      }
      metaAside={(server.status === 'deprecated' || !server.hasRemote) && <Way server={server} />}
    />
  )
}
