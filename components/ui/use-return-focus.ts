'use client'

import { useRef } from 'react'

/** Remembers what had the focus when a dialog opened, and gives it back when it closes; for dialogs opened by state. */
export function useReturnFocus() {
  const opener = useRef<HTMLElement | null>(null)
  return {
    remember() {
      const active = document.activeElement
      if (!(active instanceof HTMLElement)) return
      // An item of a menu is gone with its menu: its button stands for it.
      const menu = active.closest('[role="menu"]')
      const button = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : null
      opener.current = button ?? active
    },
    giveBack(event: Event) {
      event.preventDefault()
      if (opener.current?.isConnected) opener.current.focus()
    },
  }
}
