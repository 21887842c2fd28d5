'use client'

import { Plus, X } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { Input } from '#components/ui/input.tsx'
import { TokenField, type TokenVerdict } from '#components/ui/token-field.tsx'
import type { SentAs, SlotFields } from './fields.ts'

interface SlotInputsProps {
  kind: SentAs
  value: SlotFields
  onChange: (value: SlotFields) => void
  /** «Price List in Operations», for screen readers. */
  about: string
  placeholder: string
  verdict: TokenVerdict | undefined
  /** Where the verdict stands. */
  verdictAt?: 'below' | 'beside'
}

const MOST_HEADERS = 10

/** The fields of one credential, by how it is sent: a token; user and password; or headers with a value each. */
export function SlotInputs(props: SlotInputsProps) {
  const { kind, value, onChange, about, placeholder, verdict, verdictAt = 'beside' } = props
  if (kind === 'headers') return <HeaderInputs {...props} verdictAt={verdictAt} />
  const secret = (
    <TokenField
      value={value.token}
      onChange={(token) => onChange({ ...value, token })}
      placeholder={kind === 'basic' ? 'Password' : placeholder}
      aria-label={kind === 'basic' ? `Password for ${about}` : `Token for ${about}`}
      verdictAt={verdictAt}
      {...(verdict && { verdict })}
      className="min-w-0 flex-1"
    />
  )
  if (kind !== 'basic') return secret
  return (
    <div className="flex min-w-0 flex-1 gap-2 max-md:flex-col">
      <Input
        value={value.username}
        onChange={(event) => onChange({ ...value, username: event.target.value })}
        aria-label={`User for ${about}`}
        placeholder="User"
        autoComplete="off"
        spellCheck={false}
        mono
        className="w-36 shrink-0 max-md:w-auto"
      />
      {secret}
    </div>
  )
}

function HeaderInputs({ value, onChange, about, verdict, verdictAt }: SlotInputsProps) {
  const rows = value.headers
  const set = (headers: SlotFields['headers']) => onChange({ ...value, headers })
  const change = (at: number, part: Partial<SlotFields['headers'][number]>) =>
    set(rows.map((row, index) => (index === at ? { ...row, ...part } : row)))
  return (
    <div className="flex min-w-0 flex-1 flex-col items-start gap-2">
      {rows.map((row, index) => (
        <div key={`header-${index.toString()}`} className="flex w-full items-start gap-2 max-md:flex-wrap">
          <Input
            value={row.name}
            onChange={(event) => change(index, { name: event.target.value })}
            aria-label={`Name of header ${index + 1} for ${about}`}
            placeholder="Header"
            autoComplete="off"
            spellCheck={false}
            mono
            className="w-40 shrink-0 max-md:w-full"
          />
          <TokenField
            value={row.value}
            onChange={(next) => change(index, { value: next })}
            placeholder="Value"
            aria-label={`Value of header ${index + 1} for ${about}`}
            verdictAt={verdictAt ?? 'beside'}
            {...(index === 0 && verdict && { verdict })}
            className="min-w-0 flex-1"
          />
          {rows.length > 1 && (
            <Button
              variant="ghost"
              size="icon"
              icon={<X />}
              aria-label={`Take header ${index + 1} out`}
              onClick={() => set(rows.filter((_, at) => at !== index))}
            />
          )}
        </div>
      ))}
      {rows.length < MOST_HEADERS && (
        <Button variant="link" icon={<Plus />} onClick={() => set([...rows, { name: '', value: '' }])}>
          Add header
        </Button>
      )}
    </div>
  )
}
