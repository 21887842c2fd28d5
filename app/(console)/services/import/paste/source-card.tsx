'use client'

import { FileText, Upload, X } from 'lucide-react'
import { type DragEvent, useRef, useState } from 'react'
import { cn } from '#components/cn.ts'
import { Glyph } from '#components/status/glyph.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx'
import { Field } from '#components/ui/field.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { MOST_BYTES, MOST_TEXTS } from '#lib/imports/schema.ts'
import type { SourceText } from './use-import.ts'

/** What the text of the field is called in sentences. */
const PASTED = 'Pasted text'

interface SourceCardProps {
  texts: readonly SourceText[]
  onChange: (texts: SourceText[]) => void
}

/** Where texts come in: a field to paste into, a place to drop files on, a button that chooses them. */
export function SourceCard({ texts, onChange }: SourceCardProps) {
  const [over, setOver] = useState(false)
  const [refused, setRefused] = useState<string[]>([])
  const chooser = useRef<HTMLInputElement>(null)
  const pasted = texts.find(({ name }) => name === PASTED)?.text ?? ''
  const files = texts.filter(({ name }) => name !== PASTED)

  const add = async (list: FileList | null) => {
    const { read, faults } = await readFiles([...(list ?? [])], files)
    setRefused(faults)
    const names = new Set(read.map(({ name }) => name))
    if (read.length > 0) onChange([...texts.filter(({ name }) => !names.has(name)), ...read])
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void add(event.dataTransfer.files)
  }
  return (
    <Card
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOver(false)}
      onDrop={drop}
      className={cn(over && 'border-primary bg-selected')}
    >
      <CardHeader
        title="What you have"
        detail={<span className="max-md:hidden">The file of a client, several at once, or a table.</span>}
        aside={
          <>
            <Button size="sm" icon={<Upload />} onClick={() => chooser.current?.click()}>
              Choose files
            </Button>
            <input
              ref={chooser}
              type="file"
              multiple
              hidden
              aria-label="Files to import"
              accept=".json,.jsonc,.yaml,.yml,.toml,.csv,.tsv,.txt,application/json,text/*"
              onChange={(event) => {
                void add(event.target.files)
                // So that the same file can be chosen again.
                event.target.value = ''
              }}
            />
          </>
        }
      />
      <CardBody className="flex flex-col gap-3">
        <Field
          label="Paste here, or drop files on this card"
          hint="Claude, Cursor, Windsurf, VS Code, Zed, Gemini CLI, Cline, Roo Code, Continue, Codex, goose, LibreChat, Open WebUI, MCPHub, MCPCAN, MCP Ferry, CSV. Nothing is written before you import."
        >
          <Textarea
            mono
            rows={6}
            spellCheck={false}
            autoComplete="off"
            className="field-sizing-fixed min-h-32 resize-y"
            placeholder={'{\n  "mcpServers": {\n    "weather": { "url": "https://weather.example.com/mcp" }\n  }\n}'}
            value={pasted}
            onChange={({ target }) =>
              onChange(target.value === '' ? files : [{ name: PASTED, text: target.value }, ...files])
            }
          />
        </Field>
        {files.length > 0 && (
          <ul aria-label="Files" className="flex flex-wrap gap-2">
            {files.map(({ name }) => (
              <li
                key={name}
                className="flex min-w-0 items-center gap-1.5 rounded-md border bg-muted py-0.5 pr-0.5 pl-2.5"
              >
                <FileText aria-hidden="true" className="size-4 shrink-0 text-muted-foreground" />
                <span className="min-w-0 break-all">{name}</span>
                <Button
                  variant="ghost"
                  size="icon-sm"
                  aria-label={`Take ${name} out`}
                  icon={<X />}
                  onClick={() => onChange(texts.filter((each) => each.name !== name))}
                />
              </li>
            ))}
          </ul>
        )}
        {refused.length > 0 && (
          <div role="alert">
            <ul className="flex flex-col gap-1 text-bad">
              {refused.map((fault) => (
                <li key={fault} className="flex gap-2">
                  <Glyph state="failed" decorative className="mt-1" />
                  {fault}
                </li>
              ))}
            </ul>
          </div>
        )}
      </CardBody>
    </Card>
  )
}

/** Reads files as text. One that is too big is refused by its size, before it is in memory. */
async function readFiles(
  chosen: File[],
  there: readonly SourceText[],
): Promise<{ read: SourceText[]; faults: string[] }> {
  const [read, faults]: [SourceText[], string[]] = [[], []]
  for (const file of chosen) {
    const megabytes = (file.size / 1024 / 1024).toFixed(1)
    if (file.size > MOST_BYTES)
      faults.push(`${file.name} has ${megabytes} MB; at most ${MOST_BYTES / 1024 / 1024} MB are read. Split it.`)
    else if (there.length + read.length >= MOST_TEXTS - 1)
      faults.push(`${file.name} was left out: at most ${MOST_TEXTS - 1} files at once.`)
    else
      await file.text().then(
        (text) => read.push({ name: file.name.slice(-200), text }),
        () => faults.push(`${file.name} could not be read. Is it a folder, or was it moved?`),
      )
  }
  return { read, faults }
}
