'use client'

import { memo } from 'react'
import { ServiceIcon } from '#components/services/service-icon.tsx'
import { Glyph } from '#components/status/glyph.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import type { TokenVerdict } from '#components/ui/token-field.tsx'
import type { Candidate } from '#lib/sync/schema.ts'
import { ProofLine } from '../../sync/authentication/proof-line.tsx'
import { counted } from '../../sync/words.ts'
import { type CandidateForm, faultOf } from './candidate-form.ts'
import { CredentialRow } from './credential-row.tsx'
import type { Row } from './use-candidates.ts'

interface CandidateRowProps {
  row: Row
  /** A fault that the server found. */
  refused: string | undefined
  onChange: (candidate: Candidate, part: Partial<CandidateForm>) => void
}

/** One service-to-be: what Dify shows of it at the left, what it becomes and what it needs at the right. */
export const CandidateRow = memo(function CandidateRow({ row, refused, onChange }: CandidateRowProps) {
  const { candidate, form, readiness } = row
  const { name, identifier, notes, links } = candidate
  const fault = readiness === 'faulty' ? faultOf(candidate, form) : null
  const change = (part: Partial<CandidateForm>) => onChange(candidate, part)
  const link = links.find(({ serviceId }) => serviceId === form.take)
  return (
    <li
      data-candidate={identifier}
      className="grid grid-cols-[minmax(0,5fr)_minmax(0,8fr)] gap-x-6 gap-y-3 border-b px-4 py-3 [contain-intrinsic-size:auto_128px] [content-visibility:auto] last:border-b-0 max-lg:grid-cols-1"
    >
      <div className="flex min-w-0 gap-3">
        <ServiceIcon name={name} icon={candidate.iconEmoji} background={candidate.iconColor} size={28} />
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span dir="auto" className="min-w-0 break-words font-medium">
              {name}
            </span>
            <span className="min-w-0 break-all font-mono text-subtle text-xs">{identifier}</span>
          </p>
          <Places candidate={candidate} />
          {notes.map((note) => (
            <p key={note} className="mt-0.5 flex gap-2 text-warn text-xs">
              <Glyph state="partial" decorative className="mt-0.5" />
              <span className="min-w-0">{note}</span>
            </p>
          ))}
        </div>
      </div>
      <div className="flex min-w-0 flex-col gap-2">
        <div className="flex items-start gap-2 max-md:flex-col max-md:items-stretch">
          <Select
            aria-label={`What ${name} becomes`}
            options={takings(candidate)}
            value={form.take}
            onValueChange={(take) => change({ take })}
            className="w-44 shrink-0 max-md:w-auto"
          />
          {form.take === 'new' && (
            <Input
              mono
              aria-label={`URL of ${name}`}
              aria-invalid={fault?.at === 'url' || undefined}
              value={form.url}
              placeholder="https://"
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => change({ url: event.target.value })}
            />
          )}
          {link !== undefined && (
            <p className="min-w-0 flex-1 self-center text-muted-foreground">
              {link.consequence ?? 'As it is registered here.'}
            </p>
          )}
          {form.take === 'leave' && (
            <p className="min-w-0 flex-1 self-center text-muted-foreground">
              {candidate.hindrance ?? 'It stays as it is, and MCP Ferry does not touch it.'}
            </p>
          )}
        </div>
        {form.take !== 'leave' && (
          <CredentialRow candidate={candidate} form={form} fault={fault} onChange={change}>
            <Verdict row={row} fault={fault?.at === 'url' ? fault.message : null} refused={refused} />
          </CredentialRow>
        )}
      </div>
    </li>
  )
})

function Places({ candidate: { places, tools, urlOrigin } }: { candidate: Candidate }) {
  const names = places.map(({ namespaceName }) => namespaceName).join(', ')
  return (
    <p className="mt-0.5 text-muted-foreground text-xs">
      <span title={names}>{places.length === 1 ? `in ${names}` : `in ${counted(places.length, 'namespace')}`}</span> ·{' '}
      <span title={tools.join(', ')}>{counted(tools.length, 'tool')}</span> ·{' '}
      <span className="break-all font-mono">{urlOrigin === '' ? 'no address readable' : `${urlOrigin}/…`}</span>
    </p>
  )
}

function takings({ hindrance, links }: Candidate) {
  return [
    { value: 'new', label: 'A new service', disabled: hindrance !== null },
    ...links.map(({ serviceId, name, identifier, by }) => ({
      value: serviceId,
      label: name,
      hint: by === 'identifier' ? 'registered, same identifier' : `registered, ${identifier}`,
    })),
    { value: 'leave', label: 'Leave it' },
  ]
}

/** What the server or the form says first, else what asking the address showed. */
function Verdict({ row, fault, refused }: { row: Row; fault: string | null; refused: string | undefined }) {
  const said = refused ?? fault
  const state = row.tried?.state
  const verdict: TokenVerdict | undefined =
    said !== null
      ? { state: 'fault', text: said }
      : state === undefined
        ? undefined
        : state === 'asking'
          ? { state: 'asking', text: 'Asking as Dify would' }
          : {
              state: state.state,
              text: `${state.message}${state.next === null ? '' : ` ${state.next}`}`,
            }
  return verdict === undefined ? null : (
    <ProofLine verdict={verdict} className="text-xs md:not-first:pt-0 md:first:pt-2" />
  )
}
