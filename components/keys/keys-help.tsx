'use client'

import { useState } from 'react'
import type { KeyBinding } from '#components/keys/keys-context.ts'
import { useKeys, useKeysRegistry } from '#components/keys/use-keys.ts'
import { Dialog, DialogBody, DialogContent, DialogHeader } from '#components/ui/dialog.tsx'
import { Kbd } from '#components/ui/kbd.tsx'

const everywhere: KeyBinding[] = [
  { keys: 'Esc', label: 'close, innermost first', group: 'Everywhere', run: () => false },
  { keys: 'mod+enter', label: 'the primary button of a dialog', group: 'Everywhere', run: () => false },
]

interface KeysHelpProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** The list of all keys that work on this page; `?` opens it. */
export function KeysHelp({ open, onOpenChange }: KeysHelpProps) {
  const registry = useKeysRegistry()
  useKeys([{ keys: '?', label: 'all keys', group: 'Everywhere', run: () => onOpenChange(true) }])
  const detail = registry?.enabled
    ? 'Letters rest while a field has the focus.'
    : 'Single letters are switched off in Settings.'
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent size="medium">
        <DialogHeader title="Keys" detail={detail} rule />
        <DialogBody className="columns-2 gap-8 max-md:columns-1">
          <KeyGroups />
        </DialogBody>
      </DialogContent>
    </Dialog>
  )
}

function KeyGroups() {
  const registry = useKeysRegistry()
  // What is bound when the list opens.
  const [listed] = useState(() => unique([...(registry?.all() ?? []), ...everywhere]))
  const groups = Map.groupBy(listed, (binding) => binding.group ?? 'This page')
  return [...groups].map(([group, bindings]) => (
    <section key={group} className="mb-4 break-inside-avoid">
      <h3 className="mb-1 font-semibold">{group}</h3>
      <dl>
        {bindings.map((binding) => (
          <div key={binding.keys} className="flex min-h-7 items-center justify-between gap-4">
            <dt className="text-muted-foreground">{binding.label}</dt>
            <dd className="flex gap-1">
              <KeyCaps keys={binding.keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  ))
}

const names: Record<string, string> = { mod: 'Ctrl', ArrowDown: '↓', ArrowUp: '↑', ' ': 'Space', enter: 'Enter' }

/** The caps of a key or sequence: `mod+k` shows Ctrl K. */
export function KeyCaps({ keys }: { keys: string }) {
  const caps = keys.split(/[ +]/)
  return caps.map((cap) => (
    <Kbd key={cap}>{names[cap] ?? (cap.length === 1 && keys.startsWith('mod') ? cap.toUpperCase() : cap)}</Kbd>
  ))
}

function unique(bindings: readonly KeyBinding[]): readonly KeyBinding[] {
  const shown = bindings.filter((binding) => !binding.hidden)
  return [...new Map(shown.map((binding) => [binding.keys, binding])).values()]
}
