import type { ComponentProps, ReactNode } from 'react'
import { cn } from '#components/cn.ts'

interface CardProps extends ComponentProps<'section'> {
  /** Red edge: something inside is wrong. */
  faulty?: boolean
}

/** A card: CardHeader, CardBody and CardFooter inside, each with its rule. */
export function Card({ faulty = false, className, ...rest }: CardProps) {
  return (
    <section
      className={cn('overflow-clip rounded-lg border bg-card', faulty ? 'border-bad-line' : 'border-border', className)}
      {...rest}
    />
  )
}

interface CardHeaderProps {
  title: ReactNode
  /** Grey words behind the title. */
  detail?: ReactNode
  /** At the right end. */
  aside?: ReactNode
  /** Without the grey ground and the rule. */
  plain?: boolean
  /** Level of the heading, 2 by default. */
  level?: 2 | 3
  className?: string
}

/** The head of a card: title, grey words, and what stands at the right. */
export function CardHeader({ title, detail, aside, plain = false, level = 2, className }: CardHeaderProps) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <div
      className={cn(
        'flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5',
        plain ? 'pt-3' : 'border-b bg-muted',
        className,
      )}
    >
      <Heading className="font-semibold text-sm">{title}</Heading>
      {detail && <span className="text-muted-foreground">{detail}</span>}
      {aside && <div className="ml-auto flex items-center gap-3">{aside}</div>}
    </div>
  )
}

/** The inside of a card, with padding. */
export function CardBody({ className, ...rest }: ComponentProps<'div'>) {
  return <div className={cn('p-4', className)} {...rest} />
}

/** The foot of a card: buttons at the left, when it was seen at the right. */
export function CardFooter({ className, ...rest }: ComponentProps<'div'>) {
  return <div className={cn('flex flex-wrap items-center gap-2 border-t px-4 py-3', className)} {...rest} />
}
