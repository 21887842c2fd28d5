import { Checkbox } from '#components/ui/checkbox.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { TokenField } from '#components/ui/token-field.tsx'
import type { ServiceFormValues } from './form-values.ts'

type OAuthClient = Extract<ServiceFormValues['credential'], { kind: 'oauthClient' }>

/** What the fields of a new client begin with. */
export const EMPTY_OAUTH_CLIENT: OAuthClient = {
  kind: 'oauthClient',
  tokenUrl: '',
  clientId: '',
  clientSecret: '',
  scope: '',
  resource: '',
  sendResource: true,
  secretIn: 'basic',
}

interface OAuthClientFieldProps {
  value: OAuthClient
  onChange: (credential: OAuthClient) => void
  /** The fault of a field of the credential, by its name. */
  fault: (path: string) => string | undefined
}

/** An OAuth client: MCP Ferry fetches access tokens with it and renews them before they end. */
export function OAuthClientField({ value, onChange, fault }: OAuthClientFieldProps) {
  return (
    <div className="flex flex-col gap-3">
      <Field label="Token URL" error={fault('tokenUrl')} hint="Where access tokens are fetched (client credentials).">
        <Input
          mono
          placeholder="https://login.example.com/oauth2/token"
          value={value.tokenUrl}
          onChange={(event) => onChange({ ...value, tokenUrl: event.target.value })}
        />
      </Field>
      <div className="grid grid-cols-[2fr_3fr] items-start gap-3 max-md:grid-cols-1">
        <Field label="Client id" error={fault('clientId')}>
          <Input
            mono
            autoComplete="off"
            value={value.clientId}
            onChange={(event) => onChange({ ...value, clientId: event.target.value })}
          />
        </Field>
        <Field label="Client secret" error={fault('clientSecret')}>
          <TokenField
            value={value.clientSecret}
            onChange={(clientSecret) => onChange({ ...value, clientSecret })}
            placeholder="Paste the secret"
          />
        </Field>
      </div>
      <div className="grid grid-cols-[2fr_3fr] items-start gap-3 max-md:grid-cols-1">
        <Field label="Secret goes in" error={fault('secretIn')}>
          <Select
            options={[
              { value: 'basic', label: 'Basic header' },
              { value: 'body', label: 'the body' },
            ]}
            value={value.secretIn ?? 'basic'}
            onValueChange={(secretIn) => onChange({ ...value, secretIn: secretIn as 'basic' | 'body' })}
          />
        </Field>
        <Field label="Scope" optional error={fault('scope')}>
          <Input
            mono
            placeholder="tools:read tools:call"
            value={value.scope ?? ''}
            onChange={(event) => onChange({ ...value, scope: event.target.value })}
          />
        </Field>
      </div>
      <div className="flex items-center gap-2 text-sm">
        <Checkbox
          id="send-resource"
          checked={value.sendResource ?? true}
          onCheckedChange={(checked) => onChange({ ...value, sendResource: checked === true })}
        />
        <label htmlFor="send-resource">Ask for tokens for this service alone (resource)</label>
      </div>
      {(value.sendResource ?? true) && (
        <Field label="Resource" optional error={fault('resource')} hint="Empty: the URL of the service.">
          <Input
            mono
            value={value.resource ?? ''}
            onChange={(event) => onChange({ ...value, resource: event.target.value })}
          />
        </Field>
      )}
    </div>
  )
}
