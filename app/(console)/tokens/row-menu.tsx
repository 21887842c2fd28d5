'use client'

import { ArrowRight, Ban, Ellipsis, Pencil, RefreshCw } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '#components/ui/dropdown-menu.tsx'
import type { TokenSummary } from '#lib/tokens/index.ts'
import { canRoll, isValid, tokenName } from './words.ts'

interface RowMenuProps {
  token: TokenSummary
  mayWrite: boolean
  editHref: string
  onRoll: () => void
  onRevoke: () => void
}

/** Everything that can be done with one token. */
export function RowMenu({ token, mayWrite, editHref, onRoll, onRevoke }: RowMenuProps) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${tokenName(token)}`} icon={<Ellipsis />} />
      </MenuTrigger>
      <MenuContent>
        <MenuItem icon={<ArrowRight />} keys="Enter" href={`/tokens/${token.id}`}>
          Open
        </MenuItem>
        {mayWrite && (
          <>
            {token.state !== 'ended' && (
              <MenuItem icon={<Pencil />} keys="e" href={editHref}>
                Edit limits
              </MenuItem>
            )}
            <MenuItem icon={<RefreshCw />} disabled={!canRoll(token)} onSelect={onRoll}>
              Roll…
            </MenuItem>
            <MenuSeparator />
            <MenuItem icon={<Ban />} danger disabled={!isValid(token)} onSelect={onRevoke}>
              Revoke…
            </MenuItem>
          </>
        )}
      </MenuContent>
    </Menu>
  )
}
