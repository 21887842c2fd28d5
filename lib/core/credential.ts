import { z } from 'zod'

/** RFC 9110 token: what a header may be called. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
/** Visible ASCII, with single spaces and tabs inside: what every HTTP client sends unchanged as a header's value. */
const HEADER_VALUE = /^[!-~]([ \t!-~]*[!-~])?$/
/** Headers that belong to the protocol, not to a credential. */
const RESERVED = new Set([
  'host',
  'content-length',
  'content-type',
  'accept',
  'connection',
  'transfer-encoding',
  'cookie',
  'mcp-protocol-version',
  'mcp-session-id',
  'mcp-method',
  'mcp-name',
  'upgrade',
  'te',
  'trailer',
])

const headerValue = z
  .string()
  .min(1, 'is empty')
  .max(8192, 'is longer than 8,192 characters')
  .refine((text) => !/[\r\n]/.test(text), 'holds a line break; paste it again as one line')
  .refine((text) => !/^\s|\s$/.test(text), 'begins or ends with a space')
  .refine((text) => HEADER_VALUE.test(text), 'holds characters that a header cannot carry')

const headerName = z
  .string()
  .min(1, 'is empty')
  .max(64, 'is longer than 64 characters')
  .regex(HEADER_NAME, 'is not a header name: letters, digits and hyphens')
  .refine((name) => !RESERVED.has(name.toLowerCase()), 'belongs to the protocol; choose another header')

const token = headerValue.refine((text) => !/\s/.test(text), 'holds a space; paste the token alone')

/**
 * What a caller presents to a service. In Dify and in our own checks it becomes request headers (`credentialHeaders`).
 * Usable in the browser too: forms and server parse with the same schema.
 */
export const credentialSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('bearer'),
    token: token.refine((text) => !/^bearer$/i.test(text), 'is only the word Bearer'),
  }),
  z.object({ kind: z.literal('apiKey'), header: headerName, value: headerValue }),
  z.object({
    kind: z.literal('basic'),
    username: z
      .string()
      .min(1, 'is empty')
      .max(256, 'is longer than 256 characters')
      .refine((text) => !text.includes(':'), 'holds a colon, which Basic cannot carry'),
    password: z.string().max(1024, 'is longer than 1,024 characters'),
  }),
  z.object({
    kind: z.literal('headers'),
    headers: z
      .array(z.object({ name: headerName, value: headerValue }))
      .min(1, 'add at least one header')
      .max(10, 'at most 10 headers')
      .refine(
        (list) => new Set(list.map(({ name }) => name.toLowerCase())).size === list.length,
        'two headers have the same name',
      ),
  }),
])

export type Credential = z.infer<typeof credentialSchema>

/** The OAuth 2 client credentials grant (RFC 6749 §4.4): what asks for access tokens, which then go as Bearer. */
const oauthClientSchema = z.object({
  kind: z.literal('oauthClient'),
  tokenUrl: z
    .string()
    .trim()
    .min(1, 'is empty')
    .max(2048, 'is longer than 2,048 characters')
    .refine((text) => /^https?:\/\//i.test(text) && URL.canParse(text), 'is not a whole https:// or http:// address')
    .refine((text) => !URL.canParse(text) || new URL(text).username === '', 'holds a user name; take it out'),
  clientId: z.string().trim().min(1, 'is empty').max(512, 'is longer than 512 characters'),
  clientSecret: z.string().min(1, 'is empty').max(4096, 'is longer than 4,096 characters'),
  /** As the authorization server wants them, separated by spaces; empty for its own choice. */
  scope: z
    .string()
    .trim()
    .max(2048, 'is longer than 2,048 characters')
    .regex(/^[\x21\x23-\x5b\x5d-\x7e ]*$/, 'holds characters that a scope cannot have')
    .default(''),
  /** RFC 8707: what the tokens are for; empty for the service's own URL. `none` is said by `sendResource`. */
  resource: z
    .string()
    .trim()
    .max(2048, 'is longer than 2,048 characters')
    .refine((text) => text === '' || URL.canParse(text), 'is not a whole address')
    .default(''),
  /** Whether the resource is sent at all: some servers refuse a parameter that they don't know. */
  sendResource: z.boolean().default(true),
  /** How the client shows its secret at the token endpoint. */
  secretIn: z.enum(['basic', 'body']).default('basic'),
})

/** What reaches a service itself: a credential of any kind, or a client that fetches access tokens. */
export const serviceCredentialSchema = z.discriminatedUnion('kind', [...credentialSchema.options, oauthClientSchema])

export type ServiceCredential = z.infer<typeof serviceCredentialSchema>
export type OAuthClient = z.infer<typeof oauthClientSchema>

/** The request headers a credential becomes. */
export function credentialHeaders(credential: Credential): Record<string, string> {
  switch (credential.kind) {
    case 'none':
      return {}
    case 'bearer':
      return { Authorization: `Bearer ${credential.token}` }
    case 'apiKey':
      return { [credential.header]: credential.value }
    case 'basic':
      return { Authorization: `Basic ${base64(`${credential.username}:${credential.password}`)}` }
    case 'headers':
      return Object.fromEntries(credential.headers.map(({ name, value }) => [name, value]))
  }
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}
