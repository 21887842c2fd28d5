'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogHeader } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { Candidate } from '#lib/sync/schema.ts'
import { counted } from '../../sync/words.ts'
import { type PasteOutcome, readPasted } from './pasted.ts'

interface PasteDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  candidates: readonly Candidate[]
  onFill: (filled: PasteOutcome['filled']) => void
}

const EXAMPLE = `weather https://mcp.example.com/weather/mcp
ledger https://books.example.com/mcp THE_TOKEN`

/** Many addresses at once: lines, or a client's JSON. What is pasted stays in this browser until it is adopted. */
export function PasteDialog({ open, onOpenChange, candidates, onFill }: PasteDialogProps) {
  const [text, setText] = useState('')
  const { filled, problems } = text.trim() === '' ? { filled: [], problems: [] } : readPasted(text, candidates)
  const fill = () => {
    if (filled.length === 0) return
    onFill(filled)
    setText('')
    onOpenChange(false)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      guard={{ when: text !== '', title: 'Discard what was pasted?', description: 'Nothing of it was filled in.' }}
    >
      <DialogContent size="medium" onPrimary={fill}>
        <DialogHeader title="Paste addresses" />
        <DialogBody className="flex flex-col gap-3">
          <Field
            label="One a line: identifier, URL, and a token where there is one"
            hint="Or the JSON of a client (mcpServers, servers). Without an identifier the host decides, where only one has it."
          >
            <Textarea
              mono
              value={text}
              onChange={(event) => setText(event.target.value)}
              placeholder={EXAMPLE}
              autoComplete="off"
              spellCheck={false}
              className="max-h-80 min-h-40"
            />
          </Field>
          {problems.length > 0 && (
            <Notice kind="warn" title={`${counted(problems.length, 'entry', 'entries')} could not be placed`}>
              <ul className="mt-1 max-h-40 overflow-y-auto">
                {problems.slice(0, 100).map((problem) => (
                  <li key={problem} className="break-words">
                    {problem}
                  </li>
                ))}
              </ul>
            </Notice>
          )}
        </DialogBody>
        <DialogFooter
          note={text.trim() === '' ? 'Nothing is sent yet.' : `Fills in ${filled.length} of ${candidates.length}.`}
        >
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" disabled={filled.length === 0} onClick={fill}>
            Fill in {filled.length}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  )
}
