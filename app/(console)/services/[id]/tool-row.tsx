'use client'

import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { cn } from '#components/cn.ts'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import type { ServiceDetail } from '#lib/services/index.ts'
import { toolArguments } from './tool-arguments.ts'

type Tool = ServiceDetail['tools'][number]

/** One tool: its name and what it does; opened, its arguments as a table and the JSON behind a link. */
export function ToolRow({ tool, open: initially = false }: { tool: Tool; open?: boolean }) {
  const [open, setOpen] = useState(initially)
  const inside = useId()
  const { length } = toolArguments(tool.inputSchema)
  return (
    <li className="border-b last:border-b-0">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={inside}
        onClick={() => setOpen(!open)}
        className="flex min-h-11 w-full items-center gap-x-3 gap-y-0.5 px-4 py-1.5 text-left hover:bg-accent focus-visible:-outline-offset-2 max-md:flex-wrap"
      >
        <ChevronRight
          aria-hidden="true"
          className={cn('size-4 shrink-0 text-muted-foreground transition-transform', open && 'rotate-90')}
        />
        <span
          className="w-56 shrink-0 truncate font-medium font-mono text-xs max-md:w-auto max-md:min-w-0 max-md:flex-1"
          title={tool.name}
        >
          {tool.name}
        </span>
        <span className="line-clamp-2 min-w-0 flex-1 break-words text-muted-foreground max-md:order-last max-md:basis-full max-md:pl-7 empty:max-md:hidden">
          {tool.description ?? tool.title}
        </span>
        <span className="shrink-0 text-muted-foreground">
          {length === 0 ? 'none' : length === 1 ? '1 argument' : `${length} arguments`}
        </span>
      </button>
      <div id={inside} hidden={!open} className="border-t bg-muted px-4 py-3 pl-11 max-md:pl-4">
        {open && <Inside tool={tool} />}
      </div>
    </li>
  )
}

function Inside({ tool }: { tool: Tool }) {
  const [json, setJson] = useState(false)
  const rows = toolArguments(tool.inputSchema)
  const text = JSON.stringify(tool.inputSchema, null, 2)
  return (
    <>
      {rows.length === 0 ? (
        <p className="text-muted-foreground">It takes no arguments.</p>
      ) : (
        <table className="w-full">
          <thead>
            <tr className="text-left text-muted-foreground text-xs *:border-b *:py-1.5 *:pr-3 *:font-medium">
              <th scope="col" className="w-44 max-md:w-auto">
                Argument
              </th>
              <th scope="col" className="w-32 max-md:w-auto">
                Type
              </th>
              <th scope="col">What it is</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, type, required, text: what }) => (
              <tr key={name} className="align-top *:border-b *:py-1.5 *:pr-3 last:*:border-b-0">
                <td className="break-words">
                  <span className="font-mono text-xs">{name}</span>{' '}
                  {required && <span className="text-muted-foreground text-xs">required</span>}
                </td>
                <td className="break-words font-mono text-muted-foreground text-xs leading-5">{type}</td>
                <td className="break-words">{what}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="mt-1 flex items-center gap-3">
        <Button variant="link" aria-expanded={json} onClick={() => setJson(!json)}>
          {json ? 'Hide the JSON schema' : 'Show the JSON schema'}
        </Button>
        {json && <CopyButton value={text} what="the JSON schema" />}
      </div>
      {json && (
        <pre className="mt-2 max-h-96 overflow-auto rounded-md border bg-card p-3 font-mono text-xs">{text}</pre>
      )}
    </>
  )
}
