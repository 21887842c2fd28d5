/** The surface of what drops down: menu, select, popover. */
export const menuSurface =
  'z-50 min-w-40 overflow-y-auto overflow-x-hidden rounded-lg border border-border-strong bg-popover p-1 text-popover-foreground shadow-float data-[state=open]:animate-open'

/** One line of a menu or a select. */
export const menuItem =
  'flex min-h-8 cursor-default select-none items-center gap-2 rounded-md px-2.5 py-1 text-sm outline-none data-[disabled]:text-subtle data-[highlighted]:bg-accent max-md:min-h-10 max-md:text-base [&_svg]:size-4 [&_svg]:shrink-0'
