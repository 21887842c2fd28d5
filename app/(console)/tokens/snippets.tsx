'use client'

import { useState } from 'react'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { SegmentedControl } from '#components/ui/segmented-control.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { ShownToken } from '#lib/tokens/index.ts'

const KINDS = [
  { value: 'json', label: 'mcpServers' },
  { value: 'curl', label: 'curl' },
  { value: 'address', label: 'Address alone' },
] as const
type Kind = (typeof KINDS)[number]['value']

const ROWS: Record<Kind, number> = { json: 6, curl: 6, address: 2 }

const HINTS: Record<Kind, string> = {
  json: 'For Claude, Cursor and other clients with an mcpServers file.',
  curl: 'Asks the service through the gateway who it is.',
  address:
    'For a client that sends no headers. Who sees the address has the token: in logs, histories and screenshots.',
}

/** Ready texts for using the token, each to be copied. */
export function Snippets({ made }: { made: ShownToken }) {
  const [kind, setKind] = useState<Kind>('json')
  const text = TEXTS[kind](made)
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-medium text-sm">Ready to use</span>
        <SegmentedControl label="Ready to use as" size="sm" segments={KINDS} value={kind} onChange={setKind} />
        <CopyButton value={text} what="the text" className="ml-auto" />
      </div>
      <Textarea
        mono
        readOnly
        aria-label="Text to copy"
        rows={ROWS[kind]}
        value={text}
        onFocus={(event) => event.target.select()}
      />
      <p className="text-muted-foreground text-xs">{HINTS[kind]}</p>
    </div>
  )
}

const TEXTS: Record<Kind, (made: ShownToken) => string> = {
  json: ({ service, url, token }) =>
    JSON.stringify(
      {
        mcpServers: {
          [service.identifier]: { type: 'http', url, headers: { Authorization: `Bearer ${token}` } },
        },
      },
      null,
      2,
    ),
  curl: ({ url, token }) =>
    [
      `curl -sS ${url}`,
      `-H 'Authorization: Bearer ${token}'`,
      "-H 'Content-Type: application/json'",
      "-H 'Accept: application/json, text/event-stream'",
      `-d '${JSON.stringify(INITIALIZE)}'`,
    ].join(' \\\n  '),
  address: ({ urlWithToken }) => urlWithToken,
}

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'curl', version: '1' } },
}
