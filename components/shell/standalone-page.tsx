import type { ReactNode } from 'react'
import { cn } from '#components/cn.ts'
import { FerryMark } from '#components/shell/ferry-mark.tsx'

interface StandalonePageProps {
  title: ReactNode
  /** Grey words below the title; with them mark and title stand side by side, as on set-up. */
  detail?: ReactNode
  /** Below the card: what comes next. */
  after?: ReactNode
  /** At the bottom of the page: release and where it runs. */
  footer?: ReactNode
  /** narrow 368 px (sign-in, default), wide 464 (set-up). */
  width?: 'narrow' | 'wide'
  /** The inside of the card. */
  children: ReactNode
}

/** A page without navigation: one card in the middle, as for signing in. */
export function StandalonePage({ title, detail, after, footer, width = 'narrow', children }: StandalonePageProps) {
  return (
    <div className="flex min-h-dvh flex-col items-center bg-sidebar px-4 py-6">
      <main className={cn('my-auto w-full py-8', width === 'narrow' ? 'max-w-92' : 'max-w-116')}>
        <div className={cn('mb-6 flex items-center gap-3', detail === undefined && 'flex-col text-center')}>
          <FerryMark className="size-10" />
          <div>
            <h1 className="font-semibold text-xl">{title}</h1>
            {detail && <p className="text-muted-foreground">{detail}</p>}
          </div>
        </div>
        <div className="rounded-lg border bg-card p-6 max-md:p-4">{children}</div>
        {after && (
          <div className={cn('mt-5 text-muted-foreground', detail === undefined && 'text-center')}>{after}</div>
        )}
      </main>
      {footer && <footer className="text-muted-foreground text-xs">{footer}</footer>}
    </div>
  )
}
