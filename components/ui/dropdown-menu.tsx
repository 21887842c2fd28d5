'use client'

import { Check } from 'lucide-react'
import Link from 'next/link'
import { DropdownMenu as Primitive } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from '#components/cn.ts'
import { Kbd } from '#components/ui/kbd.tsx'
import { menuItem, menuSurface } from '#components/ui/menu-look.ts'
import { usePortalContainer } from '#components/ui/portal-container.ts'

/** A menu that drops from a button: Menu > MenuTrigger asChild > Button, MenuContent > MenuItem… */
export function Menu(props: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root modal={false} {...props} />
}
/** The button that opens the menu; use `asChild` around a `Button`. */
export const MenuTrigger = Primitive.Trigger

/** The list of a menu. `align`: start or end (default). */
export function MenuContent({ className, align = 'end', ...rest }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal container={usePortalContainer()}>
      <Primitive.Content
        align={align}
        sideOffset={4}
        collisionPadding={8}
        className={cn(menuSurface, 'max-h-(--radix-dropdown-menu-content-available-height)', className)}
        {...rest}
      />
    </Primitive.Portal>
  )
}

interface MenuItemProps {
  icon?: ReactNode
  /** The key that does the same. */
  keys?: string
  danger?: boolean
  disabled?: boolean
  /** Makes it a link. */
  href?: string
  onSelect?: () => void
  children: ReactNode
}

/** One thing to do, or with `href` one place to go. */
export function MenuItem({ icon, keys, danger = false, disabled, href, onSelect, children }: MenuItemProps) {
  const inside = (
    <>
      {icon}
      <span className="flex-1">{children}</span>
      {keys && <Kbd className="ml-6">{keys}</Kbd>}
    </>
  )
  return (
    <Primitive.Item
      className={cn(menuItem, danger && 'text-bad data-[highlighted]:bg-bad-soft')}
      disabled={disabled}
      onSelect={onSelect}
      asChild={href !== undefined}
    >
      {href === undefined ? inside : <Link href={href}>{inside}</Link>}
    </Primitive.Item>
  )
}

interface MenuCheckItemProps {
  checked: boolean
  onCheckedChange: (checked: boolean) => void
  children: ReactNode
}

/** Something that is on or off; the menu stays open. */
export function MenuCheckItem({ checked, onCheckedChange, children }: MenuCheckItemProps) {
  return (
    <Primitive.CheckboxItem
      className={menuItem}
      checked={checked}
      onCheckedChange={onCheckedChange}
      onSelect={(event) => event.preventDefault()}
    >
      <span className="grid size-4 place-items-center">
        <Primitive.ItemIndicator>
          <Check className="text-link" />
        </Primitive.ItemIndicator>
      </span>
      {children}
    </Primitive.CheckboxItem>
  )
}

/** A grey heading inside a menu. */
export function MenuLabel({ className, ...rest }: ComponentProps<typeof Primitive.Label>) {
  return <Primitive.Label className={cn('px-2.5 py-1.5 text-muted-foreground text-xs', className)} {...rest} />
}

/** A rule between groups of a menu. */
export function MenuSeparator() {
  return <Primitive.Separator className="-mx-1 my-1 h-px bg-border" />
}
