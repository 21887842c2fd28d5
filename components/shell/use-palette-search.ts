'use client'

import { useEffect, useState } from 'react'

/** Something the palette can jump to. */
export interface PaletteResult {
  id: string
  label: string
  /** Mono behind the label: an identifier. */
  detail?: string
  /** Heading it stands under: «Services». */
  group: string
  href: string
}

interface Found {
  results: readonly PaletteResult[]
  state: 'ready' | 'searching' | 'failed'
}

const none: readonly PaletteResult[] = []

/** What a search finds for the words typed last; answers to earlier words are dropped. */
export function usePaletteSearch(
  query: string,
  search: ((query: string) => Promise<readonly PaletteResult[]>) | undefined,
): Found {
  const [found, setFound] = useState<Found>({ results: none, state: 'ready' })
  const words = query.trim()
  useEffect(() => {
    if (!search || words === '') {
      setFound({ results: none, state: 'ready' })
      return
    }
    let current = true
    setFound((before) => ({ ...before, state: 'searching' }))
    const timer = setTimeout(async () => {
      try {
        const results = await search(words)
        if (current) setFound({ results, state: 'ready' })
      } catch {
        if (current) setFound({ results: none, state: 'failed' })
      }
    }, 150)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [words, search])
  return found
}
