'use client'

import { Columns3 } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { Menu, MenuCheckItem, MenuContent, MenuLabel, MenuTrigger } from '#components/ui/dropdown-menu.tsx'
import { OPTIONAL_COLUMNS, type OptionalColumn } from './search-params.ts'

/** The headers of the columns that can be hidden. */
export const COLUMN_HEADERS: Record<OptionalColumn, string> = {
  status: 'Status',
  tools: 'Tools',
  transport: 'Transport',
  namespaces: 'In namespaces',
  latency: 'Latency',
  url: 'URL',
  checked: 'Checked',
}

interface ColumnsMenuProps {
  shown: readonly OptionalColumn[]
  onChange: (shown: OptionalColumn[]) => void
}

/** Which columns the table shows. */
export function ColumnsMenu({ shown, onChange }: ColumnsMenuProps) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label="Columns" icon={<Columns3 />} />
      </MenuTrigger>
      <MenuContent>
        <MenuLabel>Columns</MenuLabel>
        {OPTIONAL_COLUMNS.map((column) => (
          <MenuCheckItem
            key={column}
            checked={shown.includes(column)}
            onCheckedChange={(on) =>
              onChange(OPTIONAL_COLUMNS.filter((each) => (each === column ? on : shown.includes(each))))
            }
          >
            {COLUMN_HEADERS[column]}
          </MenuCheckItem>
        ))}
      </MenuContent>
    </Menu>
  )
}
