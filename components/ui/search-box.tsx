'use client'

import { Search, X } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { cn } from '#components/cn.ts'
import { useKeys } from '#components/keys/use-keys.ts'
import { fieldLook } from '#components/ui/input.tsx'
import { InsetButton } from '#components/ui/inset-button.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { useIsPhone } from '#components/ui/use-is-phone.ts'

interface SearchBoxProps {
  /** The placeholder and the name: «Search name, identifier or tool». */
  label: string
  value: string
  /** Called 200 ms after the last letter, and at once when cleared or on Enter. */
  onChange: (value: string) => void
  /** Works inside a dialog: `/` reaches this one while the dialog is open. */
  inDialog?: boolean
  className?: string
}

/** The search of a page: `/` leads here, Esc clears it. */
export function SearchBox({ label, value, onChange, inDialog = false, className }: SearchBoxProps) {
  const [text, setText] = useState(value)
  const input = useRef<HTMLInputElement>(null)
  const sent = useRef(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const id = useId()
  const phone = useIsPhone()

  // The address changed otherwise than by typing here: going back, «Clear search».
  useEffect(() => {
    if (value === sent.current) return
    sent.current = value
    setText(value)
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  useKeys([{ keys: '/', label: 'search', group: 'Lists', inDialog, run: () => input.current?.focus() }])

  const send = (next: string, delay: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      sent.current = next
      onChange(next)
    }, delay)
  }
  const clear = () => {
    setText('')
    send('', 0)
    input.current?.focus()
  }
  return (
    <search className={cn('relative w-80 max-md:w-auto max-md:min-w-0 max-md:flex-1', className)}>
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted-foreground"
      />
      <input
        ref={input}
        id={id}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        placeholder={phone ? 'Search' : label}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          send(event.target.value, 200)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') send(text, 0)
          if (event.key !== 'Escape') return
          // Innermost first: an Esc that empties the search does not close what is around it.
          if (text === '') input.current?.blur()
          else clear()
          event.stopPropagation()
        }}
        className={cn(fieldLook, 'h-8 truncate pr-9 pl-8 max-md:h-10')}
      />
      <span className="absolute inset-y-0 right-1.5 flex items-center">
        {text === '' ? (
          <Kbd className="max-md:hidden">/</Kbd>
        ) : (
          <InsetButton label="Clear the search" onClick={clear}>
            <X />
          </InsetButton>
        )}
      </span>
    </search>
  )
}
