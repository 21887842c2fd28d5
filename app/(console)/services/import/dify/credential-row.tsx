'use client'

import type { ReactNode } from 'react'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import type { Candidate } from '#lib/sync/schema.ts'
import { emptySlot, SENT_AS } from '../../sync/authentication/fields.ts'
import { ProofLine } from '../../sync/authentication/proof-line.tsx'
import { SlotInputs } from '../../sync/authentication/slot-inputs.tsx'
import { type CandidateForm, isUntouched, otherToken, type SaidAs } from './candidate-form.ts'

interface CredentialRowProps {
  candidate: Candidate
  form: CandidateForm
  fault: { at: 'url' | number; message: string } | null
  onChange: (part: Partial<CandidateForm>) => void
  /** What is known of the whole row, below the fields. */
  children: ReactNode
}

/** What Dify presents to it: how it is sent, and once for each group of namespaces that present the same. */
export function CredentialRow({ candidate, form, fault, onChange, children }: CredentialRowProps) {
  const { name, tokens } = candidate
  const { said } = form
  const fields = said !== 'none' && said !== 'service'
  const change = (at: number, slot: CandidateForm['slots'][number]) =>
    onChange({ slots: form.slots.map((one, index) => (index === at ? slot : one)) })
  return (
    <div className="flex items-start gap-2 max-md:flex-col max-md:items-stretch">
      <Select
        aria-label={`What Dify presents to ${name}`}
        options={sayings(candidate, form)}
        value={said}
        onValueChange={(next) => onChange({ said: next as SaidAs })}
        className="w-44 shrink-0 max-md:w-auto"
      />
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        {tokens.map((token, at) => {
          const differs = isUntouched(candidate, form) && fields ? null : otherToken(candidate, form, at)
          const verdict =
            fault?.at === at
              ? { state: 'fault' as const, text: fault.message }
              : differs === null
                ? undefined
                : { state: 'warn' as const, text: differs }
          const where = placesOf(candidate, token.namespaceIds)
          if (!fields) return verdict && <ProofLine key={where} verdict={verdict} className="text-xs md:pt-1.5" />
          return (
            <div key={where} className="flex min-w-0 flex-col gap-1">
              {tokens.length > 1 && <p className="text-muted-foreground text-xs">In {where}</p>}
              <div className="flex min-w-0 gap-2 max-md:flex-col">
                {said === 'apiKey' && at === 0 && (
                  <Input
                    mono
                    aria-label={`Header for ${name}`}
                    value={form.header}
                    onChange={(event) => onChange({ header: event.target.value })}
                    className="w-36 shrink-0 max-md:w-auto"
                  />
                )}
                <SlotInputs
                  kind={said}
                  value={form.slots[at] ?? emptySlot()}
                  onChange={(slot) => change(at, slot)}
                  about={tokens.length > 1 ? `${name} in ${where}` : name}
                  placeholder={placeholder(token.headers)}
                  verdict={verdict}
                  verdictAt="below"
                />
              </div>
            </div>
          )
        })}
        {children}
      </div>
    </div>
  )
}

function sayings({ links }: Candidate, { take }: CandidateForm) {
  const link = links.find(({ serviceId }) => serviceId === take)
  const own = link !== undefined && link.credentialKind !== 'none' && link.credentialKind !== 'oauthClient'
  return [
    { value: 'none', label: 'No token' },
    ...(own ? [{ value: 'service', label: 'Its own here' }] : []),
    ...SENT_AS,
  ]
}

function placeholder(headers: Candidate['tokens'][number]['headers']): string {
  const [first] = headers
  return first === undefined ? 'Paste the token' : `Paste it: ${first.length} characters in Dify`
}

function placesOf({ places }: Candidate, namespaceIds: readonly string[]): string {
  return places
    .filter(({ namespaceId }) => namespaceIds.includes(namespaceId))
    .map(({ namespaceName }) => namespaceName)
    .join(', ')
}
