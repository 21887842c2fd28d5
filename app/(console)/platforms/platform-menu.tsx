'use client'

import { Ellipsis, ExternalLink, RefreshCw, Trash2 } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '#components/ui/dropdown-menu.tsx'
import type { PlatformFacts } from '#lib/platforms/index.ts'
import type { PlatformPermissions } from './permissions.ts'
import type { Asking } from './use-asking.ts'

interface PlatformMenuProps {
  platform: PlatformFacts
  may: PlatformPermissions
  asking: Asking | undefined
  /** Left out where the page has a button for it. */
  onRefresh?: () => void
  onRemove: () => void
}

/** What else can be done with a platform. */
export function PlatformMenu({ platform, may, asking, onRefresh, onRemove }: PlatformMenuProps) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={`More for ${platform.name}`} icon={<Ellipsis />} />
      </MenuTrigger>
      <MenuContent>
        {may.refresh && onRefresh && (
          <MenuItem icon={<RefreshCw />} disabled={asking !== undefined} onSelect={onRefresh}>
            Refresh namespaces
          </MenuItem>
        )}
        <MenuItem icon={<ExternalLink />} onSelect={() => window.open(platform.link, '_blank', 'noopener,noreferrer')}>
          Open in Dify
        </MenuItem>
        {may.write && (
          <>
            <MenuSeparator />
            <MenuItem icon={<Trash2 />} danger onSelect={onRemove}>
              Remove…
            </MenuItem>
          </>
        )}
      </MenuContent>
    </Menu>
  )
}
