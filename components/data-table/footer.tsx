import type { ReactNode } from 'react'
import { cn } from '#components/cn.ts'
import type { Selection } from '#components/data-table/types.ts'
import { KeyCaps } from '#components/keys/keys-help.tsx'
import { Button } from '#components/ui/button.tsx'
import { Pagination, type Paging } from '#components/ui/pagination.tsx'

interface FooterProps<Row> {
  selection: Selection<Row> | undefined
  paging: Paging | undefined
  /** Said where nothing is selected. */
  hint: ReactNode
  keyHints: readonly { keys: string; label: string }[]
  /** On a phone: the button that acts on the selection, across the width. */
  phoneAction: ReactNode
  framed: boolean
}

/** The foot of a data table: how many are selected, keys, paging. On a phone it sticks to the bottom with the action. */
export function Footer<Row>({ selection, paging, hint, keyHints, phoneAction, framed }: FooterProps<Row>) {
  const count = selection?.selected.size ?? 0
  const all = selection?.selectAll
  return (
    <div
      className={cn(
        'flex min-h-12 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-t bg-background py-1 max-md:sticky max-md:bottom-0 max-md:z-20 max-md:px-4 max-md:py-3 max-md:text-base',
        framed ? 'bg-card px-4' : 'px-6',
      )}
    >
      {selection && (
        <p aria-live="polite" className={count > 0 ? 'font-medium' : 'text-muted-foreground'}>
          {count > 0 ? `${count} selected` : (hint ?? 'None selected')}
        </p>
      )}
      {selection && count > 0 && (
        <Button variant="link" onClick={() => selection.onChange(new Set())}>
          Clear
        </Button>
      )}
      {all && (
        <Button
          variant="link"
          busy={all.busy}
          onClick={all.onSelect}
          className="max-md:order-1 max-md:w-full max-md:justify-start"
        >
          {all.label}
        </Button>
      )}
      <div className="ml-auto flex items-center gap-5">
        <ul aria-label="Keys" className="flex gap-4 text-muted-foreground max-lg:hidden">
          {keyHints.map(({ keys, label }) => (
            <li key={keys} className="flex items-center gap-1.5">
              <KeyCaps keys={keys} /> {label}
            </li>
          ))}
        </ul>
        {paging && <Pagination {...paging} />}
      </div>
      {phoneAction && <div className="order-2 w-full pt-1 *:w-full md:hidden">{phoneAction}</div>}
    </div>
  )
}
