'use client'

import { createContext } from 'react'

/** What a key does. */
export interface KeyBinding {
  /** One key (`j`, `shift+x`, `?`, `Enter`, `mod+k`) or a sequence divided by a space (`g o`). */
  keys: string
  /** In the list of keys: «open the row». */
  label: string
  /** Heading in the list of keys. */
  group?: string
  /** Returns false where the key is not meant for it after all; then it goes on. */
  run: (event: KeyboardEvent) => unknown
  /** Works while a dialog is open, for bindings of that dialog. */
  inDialog?: boolean
  /** Works everywhere, also in fields and with letters switched off. For `mod+…` only. */
  always?: boolean
  /** Not in the list of keys. */
  hidden?: boolean
}

export interface KeysRegistry {
  add: (read: () => readonly KeyBinding[]) => () => void
  /** All bindings of the page as it is now. */
  all: () => readonly KeyBinding[]
  /** False: single letters are switched off. */
  enabled: boolean
}

export const KeysContext = createContext<KeysRegistry | null>(null)
