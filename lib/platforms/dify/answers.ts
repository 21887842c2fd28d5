import { z } from 'zod'
import type { ObservedProvider } from '../connector.ts'

const text = z.string().catch('')

/** A provider in any answer of any release: fields come and go, so all but the id have a fallback. */
const providerSchema = z.looseObject({
  id: z.string().min(1),
  name: text,
  type: z.string().catch('mcp'),
  server_identifier: text,
  /** Before 1.10 the answer of `update` has the identifier only here. */
  plugin_unique_identifier: text,
  server_url: text,
  is_team_authorization: z.boolean().catch(false),
  tools: z.array(z.object({ name: z.string() }).catch({ name: '' })).catch([]),
  updated_at: z.number().catch(0),
})

export type DifyProvider = z.infer<typeof providerSchema>

/** The provider in an answer, or undefined when there is none that can be understood. */
export function readProvider(body: unknown): DifyProvider | undefined {
  return providerSchema.safeParse(body).data
}

/** The providers of a list answer; undefined when it is no list. What cannot be understood in it is left out. */
export function readProviders(body: unknown): DifyProvider[] | undefined {
  if (!Array.isArray(body)) return undefined
  return body.flatMap((item) => readProvider(item) ?? []).filter(({ type }) => type === 'mcp')
}

export function toolNames(provider: DifyProvider): string[] {
  return provider.tools.map(({ name }) => name).filter((name) => name !== '')
}

/** What we set, and what Dify computes for its answers: everything else is carried over by an update. */
const KNOWN =
  /^(id|name|type|author|description|icon.*|label|labels|tools|server_url|server_identifier|updated_at|created_at|is_team_authorization|allow_delete|plugin_.*|provider_id|timeout|sse_read_timeout|configuration|workflow_app_id|is_dynamic_registration)$/
/** Masked or, in 1.9, even plain secrets; an update that leaves them out leaves them alone. */
const SECRET = /header|credential|authentication|secret|password|token/

export function observed(provider: DifyProvider): ObservedProvider {
  return {
    remoteId: provider.id,
    identifier: provider.server_identifier,
    name: provider.name,
    urlOrigin: originOf(provider.server_url),
    authorised: provider.is_team_authorization,
    tools: toolNames(provider),
    updatedAt: provider.updated_at,
    extra: { ...unknownOf(provider, KNOWN), ...unknownConfiguration(provider.configuration) },
  }
}

function unknownOf(fields: Record<string, unknown>, known: RegExp): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !known.test(key) && !SECRET.test(key)))
}

function unknownConfiguration(configuration: unknown): { configuration?: Record<string, unknown> } {
  const parsed = z.record(z.string(), z.unknown()).safeParse(configuration)
  const unknown = parsed.success ? unknownOf(parsed.data, /^(timeout|sse_read_timeout)$/) : {}
  return Object.keys(unknown).length === 0 ? {} : { configuration: unknown }
}

function originOf(maskedUrl: string): string {
  return URL.canParse(maskedUrl) ? new URL(maskedUrl).origin : ''
}

const workspaceSchema = z.object({
  id: z.string().min(1),
  name: z.string().catch('(no name)'),
  status: z.string().catch('normal'),
  current: z.boolean().catch(false),
})
export type DifyWorkspace = z.infer<typeof workspaceSchema>

const lenientWorkspaces = z
  .array(z.unknown())
  .transform((items) => items.flatMap((item) => workspaceSchema.safeParse(item).data ?? []))

/** Answer of `GET /workspaces`: those an account is a member of. */
export const ownWorkspacesSchema = z.object({ workspaces: lenientWorkspaces })
/** Answer of `GET /all-workspaces`: one page of everything, for the admin key. */
export const allWorkspacesSchema = z.object({ data: lenientWorkspaces, has_more: z.boolean().catch(false) })

export const setupSchema = z.object({ step: z.string() })
export const healthSchema = z.object({ version: z.string().min(1) })
/** What decides whether an account can sign in here by password; absent in an answer means yes. */
export const featuresSchema = z.object({
  enable_email_password_login: z.boolean().catch(true),
  sso_enforced_for_signin: z.boolean().catch(false),
  rbac_enabled: z.boolean().catch(false),
})
export const profileSchema = z.object({ name: z.string().catch(''), email: z.string().catch('') })
export const bodyTokensSchema = z.object({
  data: z.object({ access_token: z.string().min(1), refresh_token: z.string().catch('') }),
})
export const authSchema = z.object({ authorization_url: z.string().nullish().catch(undefined) })
