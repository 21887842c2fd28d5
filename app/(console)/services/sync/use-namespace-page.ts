'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { DraftNamespacesView } from '#lib/sync/schema.ts'
import { askRoute } from './ask-server.ts'
import { useDialog } from './dialog-context.ts'

const PAGE = 100

interface NamespacePage {
  page: DraftNamespacesView | null
  search: string
  setSearch: (search: string) => void
  /** Rows are on their way; the old ones stay. */
  loading: boolean
  /** Adds the next rows below. */
  showMore: () => void
  /** Reads from the beginning. */
  reload: () => Promise<void>
}

/** The namespaces of the draft's platform, searched and cut by the server. */
export function useNamespacePage(draftId: string, first: DraftNamespacesView | null): NamespacePage {
  const { send } = useDialog()
  const [page, setPage] = useState(first)
  const [search, setSearch] = useState('')
  const [loading, setLoading] = useState(first === null)
  const asked = useRef<AbortController>(undefined)

  const load = useCallback(
    async (text: string, offset: number) => {
      asked.current?.abort()
      const controller = new AbortController()
      asked.current = controller
      setLoading(true)
      const body = { draftId, search: text, offset, limit: PAGE }
      const answered = await send(() =>
        askRoute<DraftNamespacesView>('/services/sync/namespaces', body, controller.signal),
      )
      if (controller.signal.aborted) return
      setLoading(false)
      if (answered === null) return
      setPage((held) => (offset > 0 && held ? { ...answered, rows: [...held.rows, ...answered.rows] } : answered))
    },
    [draftId, send],
  )
  const none = first === null
  useEffect(() => {
    if (none) void load('', 0)
    return () => asked.current?.abort()
  }, [none, load])

  return {
    page,
    search,
    setSearch: (text) => {
      setSearch(text)
      void load(text, 0)
    },
    loading,
    showMore: () => void load(search, page?.rows.length ?? 0),
    reload: () => load(search, 0),
  }
}
