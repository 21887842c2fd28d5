import { cva, type VariantProps } from 'class-variance-authority'
import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from '#components/cn.ts'
import { Spinner } from '#components/ui/spinner.tsx'

const disabledLook =
  'disabled:pointer-events-none disabled:border-border disabled:bg-accent disabled:text-subtle aria-disabled:border-border aria-disabled:bg-accent aria-disabled:text-subtle'

/** Class names of a button, for an element that must look like one but is neither `Button` nor `LinkButton`. */
export const buttonVariants = cva(
  'relative inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md border border-transparent font-medium transition-colors [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: cn('bg-primary text-primary-foreground hover:bg-primary-hover', disabledLook),
        secondary: cn('border-border-strong bg-card text-foreground hover:bg-accent', disabledLook),
        ghost:
          'text-muted-foreground hover:bg-accent hover:text-foreground disabled:pointer-events-none disabled:text-subtle',
        danger: cn('border-border-strong bg-card text-bad hover:border-bad-line hover:bg-bad-soft', disabledLook),
        destructive: cn('bg-destructive text-destructive-foreground hover:bg-destructive-hover', disabledLook),
        link: 'text-link underline-offset-3 hover:underline disabled:pointer-events-none disabled:text-subtle',
      },
      size: {
        md: 'h-8 px-3 text-sm max-md:h-10 max-md:text-base',
        sm: 'h-7 px-2.5 text-sm max-md:h-10',
        lg: 'h-10 px-4 text-base',
        icon: 'size-8 max-md:size-10',
        'icon-sm': 'size-7 max-md:size-10',
        inline: 'min-h-6 text-sm max-md:min-h-10',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)

interface Look extends VariantProps<typeof buttonVariants> {
  /** Icon before the text: a lucide element. */
  icon?: ReactNode
  /** Number in a small box behind the text, such as how many are selected. */
  count?: number
}

type ButtonProps = Omit<ComponentProps<'button'>, 'children'> &
  Look & {
    children?: ReactNode
    /** A machine is being waited for: shows the spinner, and the button does nothing until it is over. */
    busy?: boolean
  }

/**
 * A button. `variant`: primary (one a screen), secondary (default), ghost, danger (red words), destructive (red ground,
 * for confirming a removal), link. `size`: md 32 px (default), sm 28, lg 40, icon, icon-sm, inline; on a phone at least 40.
 * An icon-only button needs `aria-label`. A link variant without `size` stands inline.
 */
export function Button({
  variant,
  size,
  icon,
  count,
  busy = false,
  className,
  children,
  type,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type ?? 'button'}
      className={cn(buttonVariants({ variant, size: size ?? (variant === 'link' ? 'inline' : 'md') }), className)}
      aria-busy={busy || undefined}
      onClick={(event) => {
        // Stays focusable while busy, so that the focus is not lost when it ends.
        if (busy) event.preventDefault()
        else onClick?.(event)
      }}
      {...rest}
    >
      <Inside icon={busy ? <Spinner /> : icon} count={count} variant={variant}>
        {children}
      </Inside>
    </button>
  )
}

type LinkButtonProps = ComponentProps<typeof Link> & Look

/** A link that looks like a button; the same looks and sizes as `Button`, with `href`. */
export function LinkButton({ variant, size, icon, count, className, children, ...rest }: LinkButtonProps) {
  return (
    <Link
      className={cn(buttonVariants({ variant, size: size ?? (variant === 'link' ? 'inline' : 'md') }), className)}
      {...rest}
    >
      <Inside icon={icon} count={count} variant={variant}>
        {children}
      </Inside>
    </Link>
  )
}

function Inside({
  icon,
  count,
  variant,
  children,
}: Pick<Look, 'icon' | 'count' | 'variant'> & { children: ReactNode }) {
  const onColour = variant === 'primary' || variant === 'destructive'
  return (
    <>
      {icon}
      {children}
      {count !== undefined && (
        <span
          className={cn(
            'min-w-5 rounded-sm px-1.5 text-center text-xs leading-5',
            onColour ? 'bg-white/20' : 'bg-accent text-muted-foreground',
          )}
        >
          {count}
        </span>
      )}
    </>
  )
}
