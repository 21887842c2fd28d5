'use client'

import { Plus, X } from 'lucide-react'
import { type FieldErrors, get } from 'react-hook-form'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Select } from '#components/ui/select.tsx'
import { TokenField, TokenSetBefore } from '#components/ui/token-field.tsx'
import type { ServiceFacts } from '#lib/services/index.ts'
import { CREDENTIAL_LABELS, setWords } from './credential-labels.ts'
import type { ServiceFormValues } from './form-values.ts'
import { EMPTY_OAUTH_CLIENT, OAuthClientField } from './oauth-client-field.tsx'

type Credential = ServiceFormValues['credential']

const EMPTY: { [K in Credential['kind']]: Extract<Credential, { kind: K }> } = {
  none: { kind: 'none' },
  bearer: { kind: 'bearer', token: '' },
  apiKey: { kind: 'apiKey', header: 'X-API-Key', value: '' },
  basic: { kind: 'basic', username: '', password: '' },
  headers: { kind: 'headers', headers: [{ name: '', value: '' }] },
  oauthClient: EMPTY_OAUTH_CLIENT,
}

interface CredentialFieldProps {
  value: Credential
  onChange: (credential: Credential) => void
  /** The stored one, when there is one. */
  stored: ServiceFacts['credential'] | undefined
  keep: boolean
  onKeep: (keep: boolean) => void
  errors: FieldErrors<ServiceFormValues>
}

/** The credential that we check the service with. A stored one is told by kind, date and person only; replacing it starts empty. */
export function CredentialField({ value, onChange, stored, keep, onKeep, errors }: CredentialFieldProps) {
  const whole: unknown = get(errors, 'credential.message')
  const storedKind = stored?.kind === 'none' ? undefined : stored?.kind
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="sr-only">Credential</legend>
      {stored !== undefined && storedKind !== undefined && keep ? (
        <Field label="Credential" hint="What MCP Ferry checks the service with. Platforms get their own.">
          <TokenSetBefore
            text={`${CREDENTIAL_LABELS[storedKind]}, ${setWords(stored)}`}
            onReplace={() => {
              onChange(EMPTY[storedKind])
              onKeep(false)
            }}
          />
        </Field>
      ) : (
        <>
          <Field
            label="Credential"
            hint="What MCP Ferry checks the service with. Platforms get their own."
            aside={
              storedKind !== undefined && (
                <Button variant="link" onClick={() => onKeep(true)}>
                  Keep the stored one
                </Button>
              )
            }
          >
            <Select
              options={Object.entries(CREDENTIAL_LABELS).map(([kind, label]) => ({ value: kind, label }))}
              value={value.kind}
              onValueChange={(kind) => onChange(EMPTY[kind as Credential['kind']])}
            />
          </Field>
          <Inside value={value} onChange={onChange} errors={errors} />
        </>
      )}
      {typeof whole === 'string' && <Notice kind="bad" title={whole} alert />}
    </fieldset>
  )
}

function Inside({ value, onChange, errors }: Pick<CredentialFieldProps, 'value' | 'onChange' | 'errors'>) {
  const fault = (path: string): string | undefined => {
    const message: unknown = get(errors, `credential.${path}.message`)
    return typeof message === 'string' ? capital(message) : undefined
  }
  switch (value.kind) {
    case 'none':
      return null
    case 'bearer':
      return (
        <Field label="Token" error={fault('token')} hint="Without the word Bearer">
          <TokenField
            value={value.token}
            onChange={(token) => onChange({ ...value, token })}
            placeholder="Paste the token"
          />
        </Field>
      )
    case 'apiKey':
      return (
        <div className="grid grid-cols-[2fr_3fr] items-start gap-3">
          <Field label="Header" error={fault('header')}>
            <Input mono value={value.header} onChange={(event) => onChange({ ...value, header: event.target.value })} />
          </Field>
          <Field label="Key" error={fault('value')}>
            <TokenField
              value={value.value}
              onChange={(key) => onChange({ ...value, value: key })}
              placeholder="Paste the key"
            />
          </Field>
        </div>
      )
    case 'basic':
      return (
        <div className="grid grid-cols-[2fr_3fr] items-start gap-3">
          <Field label="User name" error={fault('username')}>
            <Input
              autoComplete="off"
              value={value.username}
              onChange={(event) => onChange({ ...value, username: event.target.value })}
            />
          </Field>
          <Field label="Password" error={fault('password')}>
            <TokenField value={value.password} onChange={(password) => onChange({ ...value, password })} />
          </Field>
        </div>
      )
    case 'headers':
      return <Headers value={value} onChange={onChange} fault={fault} />
    case 'oauthClient':
      return <OAuthClientField value={value} onChange={onChange} fault={fault} />
  }
}

interface HeadersProps {
  value: Extract<Credential, { kind: 'headers' }>
  onChange: (credential: Credential) => void
  fault: (path: string) => string | undefined
}

function Headers({ value, onChange, fault }: HeadersProps) {
  const { headers } = value
  const set = (at: number, part: Partial<{ name: string; value: string }>) =>
    onChange({ ...value, headers: headers.map((header, index) => (index === at ? { ...header, ...part } : header)) })
  const whole = fault('headers') ?? fault('headers.root')
  return (
    <div className="flex flex-col gap-2">
      {headers.map((header, index) => (
        // Rows are only added at the end or taken out by hand: their place is what they are.
        <div key={`header-${index.toString()}`} className="grid grid-cols-[2fr_3fr_auto] items-start gap-2">
          <Field label={`Header ${index + 1}`} hideLabel error={fault(`headers.${index}.name`)}>
            <Input
              mono
              placeholder="Name"
              value={header.name}
              onChange={(event) => set(index, { name: event.target.value })}
            />
          </Field>
          <Field label={`Value ${index + 1}`} hideLabel error={fault(`headers.${index}.value`)}>
            <TokenField placeholder="Value" value={header.value} onChange={(text) => set(index, { value: text })} />
          </Field>
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Remove header ${index + 1}`}
            icon={<X />}
            disabled={headers.length === 1}
            onClick={() => onChange({ ...value, headers: headers.filter((_, other) => other !== index) })}
          />
        </div>
      ))}
      {whole && <p className="text-bad text-xs">{whole}</p>}
      {headers.length < 10 && (
        <div>
          <Button
            variant="link"
            icon={<Plus />}
            onClick={() => onChange({ ...value, headers: [...headers, { name: '', value: '' }] })}
          >
            Add a header
          </Button>
        </div>
      )}
    </div>
  )
}

/** The schema's faults follow a field's name; here they stand alone below it. */
function capital(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1)
}
