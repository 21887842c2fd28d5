'use client'

import { ArrowRight, CloudOff, CloudUpload, Ellipsis, Pencil, RefreshCw, Trash2 } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '#components/ui/dropdown-menu.tsx'
import type { ServiceSummary } from '#lib/services/index.ts'
import type { ServicePermissions } from './permissions.ts'

interface RowMenuProps {
  service: ServiceSummary
  may: ServicePermissions
  bound: boolean
  editHref: string
  onCheck: () => void
  onSynchronize: () => void
  onRemoveFromNamespaces: () => void
  onRemove: () => void
}

/** Everything that can be done with one service. */
export function RowMenu({ service, may, bound, editHref, ...act }: RowMenuProps) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${service.name}`} icon={<Ellipsis />} />
      </MenuTrigger>
      <MenuContent>
        <MenuItem icon={<ArrowRight />} keys="Enter" href={`/services/${service.id}`}>
          Open
        </MenuItem>
        {may.check && (
          <MenuItem icon={<RefreshCw />} keys="c" onSelect={act.onCheck}>
            Check now
          </MenuItem>
        )}
        {may.write && (
          <MenuItem icon={<Pencil />} keys="e" href={editHref}>
            Edit
          </MenuItem>
        )}
        {may.sync && (
          <MenuItem icon={<CloudUpload />} disabled={service.status !== 'normal'} onSelect={act.onSynchronize}>
            Synchronize
          </MenuItem>
        )}
        {(may.sync || may.write) && <MenuSeparator />}
        {may.sync && (
          <MenuItem icon={<CloudOff />} disabled={!bound} onSelect={act.onRemoveFromNamespaces}>
            Remove from namespaces…
          </MenuItem>
        )}
        {may.write && (
          <MenuItem icon={<Trash2 />} danger onSelect={act.onRemove}>
            Remove…
          </MenuItem>
        )}
      </MenuContent>
    </Menu>
  )
}
