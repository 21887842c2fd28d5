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
        className="mx-auto flex min-h-11 w-fit max-w-full items-center gap-3 rounded-lg border border-border-strong bg-popover py-1.5 pr-2 pl-4 max-md:gap-2 max-md:py-0.5 max-md:pr-0.5 max-md:pl-3 font-sans text-foreground text-sm shadow-float"
      >
        <Glyph state={state} decorative />
        <div className="flex min-w-0 flex-1 flex-wrap gap-x-3">
          <span className="min-w-0">{text}</span>
          {link && (
            <Link
              href={link.href}
              className="whitespace-nowrap rounded-sm text-link hover:underline"
              onClick={() => toast.dismiss(id)}
            >
              {link.label}
            </Link>
          )}
        </div>
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

const WIDTH = { '--width': '420px' } as CSSProperties
const OFFSET = { top: 8 }
// On a phone between the buttons at both ends of its bar, and of the head of a dialog.
const PHONE_OFFSET = { top: 2, left: 56, right: 56 }

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
      // An open dialog takes the pointer from everything outside it, but not from what it does not cover.
      className="pointer-events-auto"
      toastOptions={{ unstyled: true }}
    />
  )
}
