'use client'

import { createContext, useContext } from 'react'

/** The element that what floats is put into: the page or the dialog it belongs to, so that it stays inside a landmark. */
export const PortalContainer = createContext<HTMLElement | null>(null)

/** Where to put what floats; undefined means the body. */
export function usePortalContainer(): HTMLElement | undefined {
  return useContext(PortalContainer) ?? undefined
}
