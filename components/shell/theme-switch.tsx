'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { useHydrated } from '#components/time/use-hydrated.ts'
import { Button } from '#components/ui/button.tsx'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '#components/ui/dropdown-menu.tsx'

/** Light, dark, or as the system has it. */
export function ThemeSwitch() {
  const { resolvedTheme, theme, setTheme } = useTheme()
  const dark = useHydrated() && resolvedTheme === 'dark'
  const choices = [
    { id: 'light', label: 'Light', icon: <Sun /> },
    { id: 'dark', label: 'Dark', icon: <Moon /> },
    { id: 'system', label: 'As the system', icon: <Monitor /> },
  ]
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label="Theme" icon={dark ? <Sun /> : <Moon />} />
      </MenuTrigger>
      <MenuContent>
        {choices.map(({ id, label, icon }) => (
          <MenuItem key={id} icon={icon} onSelect={() => setTheme(id)}>
            {label}
            {theme === id && <span className="text-muted-foreground"> · chosen</span>}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  )
}
