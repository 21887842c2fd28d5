import type { PlatformFacts } from '#lib/platforms/index.ts'
import {
  type ConnectPlatformInput,
  connectPlatformSchema,
  readAddress,
  type TestConnectionInput,
  type UpdatePlatformInput,
  updatePlatformSchema,
} from '#lib/platforms/schema.ts'
import { openSignIn } from '../connection.ts'

/** What the form holds. Both ways to sign in keep what was typed, so that looking at the other one loses nothing. */
export interface PlatformFormValues {
  name: string
  baseUrl: string
  webUrl: string
  login: { kind: 'adminKey' | 'account'; key: string; email: string; password: string }
  /** The stored secret is to be replaced by what is entered. */
  replaceSecret: boolean
}

/**
 * The values a form begins with: of a platform that is edited, or of a new one. Never a secret. To replace the secret it begins with the
 * way to sign in that is open.
 */
export function initialValues(platform: PlatformFacts | undefined, replaceSecret: boolean): PlatformFormValues {
  return {
    name: platform?.name ?? '',
    baseUrl: platform?.baseUrl ?? '',
    webUrl: platform?.webUrl ?? '',
    login: {
      kind: platform === undefined ? 'adminKey' : replaceSecret ? openSignIn(platform) : platform.authKind,
      key: '',
      email: platform?.accountEmail ?? '',
      password: '',
    },
    replaceSecret,
  }
}

/** Why the stored secret cannot be kept with what the form holds now: it goes only where it was given for. Null where it can. */
export function secretMismatch(values: PlatformFormValues, stored: PlatformFacts): string | null {
  const { login } = values
  const secret = stored.authKind === 'adminKey' ? 'key' : 'password'
  if (login.kind !== stored.authKind) return `The stored ${secret} is for the other way to sign in.`
  const read = readAddress(values.baseUrl)
  const origin = new URL(stored.baseUrl).origin
  if (read.ok && new URL(read.address.baseUrl).origin !== origin)
    return `The stored ${secret} was given for ${origin}: enter the one of the new address.`
  if (login.kind === 'account' && login.email.trim().toLowerCase() !== stored.accountEmail)
    return `The stored password belongs to ${stored.accountEmail}.`
  return null
}

/** Whether the stored secret stays as it is. */
export function keepsSecret(values: PlatformFormValues, stored: PlatformFacts | undefined): boolean {
  return stored !== undefined && !values.replaceSecret && secretMismatch(values, stored) === null
}

/** The schema of the form: the server's own, where a secret that is kept may be empty. */
export function formSchema(keeps: boolean) {
  return keeps ? updatePlatformSchema.omit({ id: true }) : connectPlatformSchema
}

/** What is sent to `connectPlatform`. */
export function connectInput(values: PlatformFormValues, evenIfUnreachable: boolean): ConnectPlatformInput {
  const { name, baseUrl, webUrl } = values
  return { name, baseUrl, webUrl, login: loginInput(values, false), ...(evenIfUnreachable && { evenIfUnreachable }) }
}

/** What is sent to `updatePlatform`: an empty secret keeps the stored one. */
export function updateInput(
  values: PlatformFormValues,
  stored: PlatformFacts,
  evenIfUnreachable: boolean,
): UpdatePlatformInput {
  const { name, baseUrl, webUrl } = values
  const login = loginInput(values, keepsSecret(values, stored))
  return { id: stored.id, name, baseUrl, webUrl, login, ...(evenIfUnreachable && { evenIfUnreachable }) }
}

/** What is sent to `testConnection`. */
export function testInput(values: PlatformFormValues, stored: PlatformFacts | undefined): TestConnectionInput {
  const { baseUrl, webUrl } = values
  const login = loginInput(values, keepsSecret(values, stored))
  return { ...(stored !== undefined && { id: stored.id }), baseUrl, webUrl, login }
}

function loginInput({ login: { kind, key, email, password } }: PlatformFormValues, keeps: boolean) {
  return kind === 'adminKey'
    ? ({ kind, key: keeps ? '' : key } as const)
    : ({ kind, email, password: keeps ? '' : password } as const)
}
