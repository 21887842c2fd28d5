'use client'

import { X } from 'lucide-react'
import Link from 'next/link'
import type { CSSProperties } from 'react'
import { Toaster as Sonner, toast } from 'sonner'
import { Glyph } from '#components/status/glyph.tsx'
import type { State } from '#components/status/states.ts'
import { Button } from '#components/ui/button.tsx'

interface ToastOptions {
  /** Where to look: «See it». */
  link?: { label: string; href: string }
  /** The mark, where check or cross is not it. */
  state?: State
}

function show(
  kind: 'good' | 'bad',
  text: string,
  { link, state = kind === 'good' ? 'done' : 'failed' }: ToastOptions,
): void {
  toast.custom(
    (id) => (
      <div
        role={kind === 'bad' ? 'alert' : undefined}
        className="mx-auto flex min-h-11 w-fit max-w-full items-center gap-3 rounded-lg border border-border-strong bg-popover py-1.5 pr-2 pl-4 font-sans text-foreground text-sm shadow-float"
      >
        <Glyph state={state} decorative />
        <span className="min-w-0 flex-1">{text}</span>
        {link && (
          <Link
            href={link.href}
            className="whitespace-nowrap rounded-sm text-link hover:underline"
            onClick={() => toast.dismiss(id)}
          >
            {link.label}
          </Link>
        )}
        <Button variant="ghost" size="icon-sm" aria-label="Dismiss" icon={<X />} onClick={() => toast.dismiss(id)} />
      </div>
    ),
    { duration: kind === 'good' ? 6000 : Number.POSITIVE_INFINITY },
  )
}

/** Says at the top what is true now. Good ones leave after 6 s, failures stay. Never the only place where it is said. */
export const notify = {
  good: (text: string, options: ToastOptions = {}): void => show('good', text, options),
  bad: (text: string, options: ToastOptions = {}): void => show('bad', text, options),
}

// Below the phone's bar and a dialog's title: there is nothing to press there.
const WIDTH = { '--width': '420px' } as CSSProperties
const OFFSET = { top: 8 }
const PHONE_OFFSET = { top: 56, left: 16, right: 16 }

/** Where toasts appear: at the top, away from the buttons of pages and dialogs. Once in the root layout. */
export function Toaster() {
  return (
    <Sonner
      position="top-center"
      expand
      gap={8}
      offset={OFFSET}
      mobileOffset={PHONE_OFFSET}
      visibleToasts={4}
      style={WIDTH}
      toastOptions={{ unstyled: true }}
    />
  )
}
