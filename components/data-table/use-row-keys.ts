'use client'

import { type RefObject, useState } from 'react'
import type { RowKey } from '#components/data-table/types.ts'
import type { KeyBinding } from '#components/keys/keys-context.ts'
import { useKeys } from '#components/keys/use-keys.ts'

interface RowKeysInput<Row> {
  rows: readonly Row[]
  rowId: (row: Row) => string
  frame: RefObject<HTMLElement | null>
  /** Left out: rows are not opened. */
  open?: ((row: Row) => void) | undefined
  /** Left out: rows are not selected. */
  toggle?: ((id: string, range: boolean) => void) | undefined
  more: readonly RowKey<Row>[]
  inDialog: boolean
}

/** Moves the focus over rows and acts on the focused one. Returns which row Tab reaches, and what a row does on focus. */
export function useRowKeys<Row>({ rows, rowId, frame, open, toggle, more, inDialog }: RowKeysInput<Row>) {
  const [last, setLast] = useState<string | null>(null)
  const ids = rows.map(rowId)
  const reachable = last !== null && ids.includes(last) ? last : (ids[0] ?? null)

  const rowElement = (id: string) => frame.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`) ?? null
  /** The row in which the focus stands. */
  const focused = (): Row | undefined => {
    const active = document.activeElement
    const element = frame.current?.contains(active) ? active?.closest<HTMLElement>('[data-row]') : null
    return element ? rows.find((row) => rowId(row) === element.dataset.row) : undefined
  }
  const move = (step: 1 | -1) => {
    const at = focused()
    const next = at === undefined ? reachable : ids[ids.indexOf(rowId(at)) + step]
    const element = next ? rowElement(next) : null
    element?.focus()
    element?.scrollIntoView({ block: 'nearest' })
  }
  const act = (run: (row: Row) => void) => () => {
    const row = focused()
    if (row === undefined) return false
    run(row)
    return true
  }
  const group = 'Lists'
  const bindings: KeyBinding[] = [
    { keys: 'j', label: 'next row, also ↓', group, run: () => move(1) },
    { keys: 'k', label: 'row before, also ↑', group, run: () => move(-1) },
    // Arrows scroll the page unless a row has the focus.
    {
      keys: 'ArrowDown',
      label: 'next row',
      group,
      hidden: true,
      run: () => (focused() === undefined ? false : move(1)),
    },
    {
      keys: 'ArrowUp',
      label: 'row before',
      group,
      hidden: true,
      run: () => (focused() === undefined ? false : move(-1)),
    },
    ...more.map(({ keys, label, run }) => ({ keys, label, group, run: act(run) })),
  ]
  if (toggle) {
    const choose = (range: boolean) => (row: Row) => {
      const id = rowId(row)
      // A row that cannot be selected says why instead.
      const barred = rowElement(id)?.querySelector<HTMLElement>('[data-barred]')
      if (barred) barred.focus()
      else toggle(id, range)
    }
    bindings.push({ keys: 'x', label: 'select', group, run: act(choose(false)) })
    bindings.push({ keys: 'shift+x', label: 'select up to here', group, run: act(choose(true)) })
  }
  if (open) {
    const onRowItself = () => document.activeElement?.hasAttribute('data-row') ?? false
    bindings.push({ keys: 'Enter', label: 'open', group, run: () => (onRowItself() ? act(open)() : false) })
  }
  useKeys(bindings.map((binding) => ({ ...binding, inDialog })))
  return { reachable, onRowFocus: setLast }
}
