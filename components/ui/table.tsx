import type { ComponentProps } from 'react'
import { cn } from '#components/cn.ts'

/** A plain table. Inside a Card with `overflow-clip`, or a scroller; its head sticks to the top of what scrolls. */
export function Table({ className, ...rest }: ComponentProps<'table'>) {
  return <table className={cn('w-full border-separate border-spacing-0', className)} {...rest} />
}

/** The head: 36 px, grey, sticky. */
export function TableHead({ className, ...rest }: ComponentProps<'thead'>) {
  return <thead className={cn('sticky top-0 z-10 bg-muted', className)} {...rest} />
}

/** A head cell; `align`: numbers stand right. */
export function TableHeadCell({
  align = 'left',
  className,
  ...rest
}: Omit<ComponentProps<'th'>, 'align'> & { align?: 'left' | 'right' }) {
  return (
    <th
      scope="col"
      className={cn(
        'h-9 whitespace-nowrap border-b px-3 font-medium text-muted-foreground text-xs first:pl-4 last:pr-4',
        align === 'right' ? 'text-right' : 'text-left',
        className,
      )}
      {...rest}
    />
  )
}

interface TableRowProps extends ComponentProps<'tr'> {
  /** 36 px instead of 44: lists in dialogs, plans and items of a run. */
  dense?: boolean
  selected?: boolean
}

/** A row, 44 px. */
export function TableRow({ dense = false, selected = false, className, ...rest }: TableRowProps) {
  return (
    <tr
      data-selected={selected || undefined}
      className={cn(
        'group transition-colors focus-visible:-outline-offset-2 last:*:border-b-0',
        dense ? '*:h-9' : '*:h-11',
        selected ? 'bg-selected' : 'hover:bg-accent',
        className,
      )}
      {...rest}
    />
  )
}

/** A cell; `align`: numbers stand right. */
export function TableCell({
  align = 'left',
  className,
  ...rest
}: Omit<ComponentProps<'td'>, 'align'> & { align?: 'left' | 'right' }) {
  return (
    <td className={cn('border-b px-3 first:pl-4 last:pr-4', align === 'right' && 'text-right', className)} {...rest} />
  )
}
