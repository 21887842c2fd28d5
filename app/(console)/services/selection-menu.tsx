'use client'

import { CloudOff, Ellipsis } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '#components/ui/dropdown-menu.tsx'

interface SelectionMenuProps {
  selected: number
  onRemoveFromNamespaces: () => void
}

/** What else can be done with the selected services; nothing while none is. */
export function SelectionMenu({ selected, onRemoveFromNamespaces }: SelectionMenuProps) {
  if (selected === 0) return null
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={`More for the ${selected} selected`} icon={<Ellipsis />} />
      </MenuTrigger>
      <MenuContent>
        <MenuItem icon={<CloudOff />} onSelect={onRemoveFromNamespaces}>
          Remove the {selected} from namespaces…
        </MenuItem>
      </MenuContent>
    </Menu>
  )
}
