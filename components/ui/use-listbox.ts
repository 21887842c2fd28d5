'use client'

import { type KeyboardEvent, useRef, useState } from 'react'

interface ListboxOption {
  value: string
  /** What typing letters looks for. */
  text: string
  disabled?: boolean | undefined
}

const TYPING_MS = 600

/** The behaviour of a list that a button opens: the focus stays on the button, keys move what is active in the list. */
export function useListbox(
  options: readonly ListboxOption[],
  value: string | undefined,
  choose: (value: string) => void,
) {
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState<string | null>(null)
  const typed = useRef({ letters: '', at: 0 })
  const free = options.filter((option) => !option.disabled)

  const show = (start?: string | undefined) => {
    setActive(start ?? free.find((option) => option.value === value)?.value ?? free[0]?.value ?? null)
    setOpen(true)
  }
  const pick = (next: string) => {
    setOpen(false)
    if (next !== value) choose(next)
  }
  const search = (letter: string, now: number): string | undefined => {
    const before = now - typed.current.at < TYPING_MS ? typed.current.letters : ''
    typed.current = { letters: before + letter.toLowerCase(), at: now }
    const from = free.findIndex((option) => option.value === (active ?? value))
    // One letter again and again goes through all that begin with it.
    const rotated = before === '' ? [...free.slice(from + 1), ...free.slice(0, from + 1)] : free
    return rotated.find((option) => option.text.toLowerCase().startsWith(typed.current.letters))?.value
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const at = free.findIndex((option) => option.value === active)
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: free.length - 1 }
    const step = steps[event.key]
    if (step !== undefined) {
      event.preventDefault()
      if (open) setActive(free[Math.min(Math.max(step, 0), free.length - 1)]?.value ?? null)
      else show()
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      if (!open) show()
      else if (active !== null) pick(active)
    } else if (event.key === 'Tab') {
      setOpen(false)
    } else if (event.key.length === 1) {
      event.preventDefault()
      const found = search(event.key, event.timeStamp)
      if (!open) show(found)
      else if (found) setActive(found)
    }
  }
  return { open, active, setActive, onKeyDown, pick, toggle: () => (open ? setOpen(false) : show()), setOpen }
}
