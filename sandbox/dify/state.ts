import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { isObject, type JsonObject, parseJson } from '../json.ts'
import { seconds } from './clock.ts'
import { planted, type Seed } from './seed.ts'

export interface Account {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly password: string
  readonly createdAt: number
  lastLoginAt: number
  /** The column that all sessions of the account share: whoever switches, switches everybody. */
  currentWorkspaceId: string
  failedLogins: number
}

export interface Workspace {
  readonly id: string
  readonly name: string
  readonly createdAt: number
}

export interface Membership {
  readonly workspaceId: string
  readonly accountId: string
  readonly role: 'owner' | 'normal'
  lastOpenedAt: number | null
}

/** A tool as an MCP server described it. */
export interface McpTool {
  readonly name: string
  readonly description: string
  readonly inputSchema: JsonObject
  readonly outputSchema?: JsonObject
}

export interface Provider {
  readonly id: string
  readonly workspaceId: string
  readonly author: string
  name: string
  identifier: string
  url: string
  icon: { readonly content: string; readonly background: string } | string
  headers: Readonly<Record<string, string>>
  timeout: number
  sseReadTimeout: number
  authorised: boolean
  tools: readonly McpTool[]
  /** Seconds since 1970. */
  updatedAt: number
}

interface RefreshToken {
  readonly token: string
  readonly accountId: string
  readonly expiresAt: number
}

/** Everything that one Dify remembers. */
export interface Saved {
  secret: string
  accounts: Account[]
  workspaces: Workspace[]
  memberships: Membership[]
  providers: Provider[]
  refreshTokens: RefreshToken[]
}

/** Everything one Dify remembers, in memory, and in a file when one is given. */
export class State {
  readonly #file: string | undefined
  readonly #saved: Saved

  /** Reads the file when it exists; otherwise begins with the seed. @throws RangeError for a file that is not ours. */
  constructor(seed: Seed, file: string | undefined) {
    this.#file = file
    if (file) mkdirSync(dirname(file), { recursive: true })
    this.#saved = file && existsSync(file) ? readSaved(file) : planted(seed)
    this.save()
  }

  get secret(): string {
    return this.#saved.secret
  }
  get accounts(): readonly Account[] {
    return this.#saved.accounts
  }
  get workspaces(): readonly Workspace[] {
    return this.#saved.workspaces
  }
  get memberships(): readonly Membership[] {
    return this.#saved.memberships
  }
  get providers(): readonly Provider[] {
    return this.#saved.providers
  }

  providersOf(workspaceId: string): Provider[] {
    const byCodePoint = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
    return this.#saved.providers
      .filter((provider) => provider.workspaceId === workspaceId)
      .sort((a, b) => byCodePoint(a.name, b.name))
  }

  addProvider(provider: Provider): void {
    this.#saved.providers.push(provider)
    this.save()
  }

  removeProvider(id: string): void {
    this.#saved.providers = this.#saved.providers.filter((provider) => provider.id !== id)
    this.save()
  }

  issueRefreshToken(accountId: string): string {
    const token = randomBytes(64).toString('hex')
    this.#saved.refreshTokens.push({ token, accountId, expiresAt: seconds() + 30 * 86_400 })
    this.save()
    return token
  }

  /** The account of a refresh token, which is spent by this; `undefined` when it is unknown or too old. */
  spendRefreshToken(token: string): Account | undefined {
    const found = this.#saved.refreshTokens.find((known) => known.token === token)
    if (!found || found.expiresAt <= seconds()) return undefined
    this.#saved.refreshTokens = this.#saved.refreshTokens.filter((known) => known !== found)
    this.save()
    return this.accounts.find((account) => account.id === found.accountId)
  }

  forgetRefreshTokens(accountId: string): void {
    this.#saved.refreshTokens = this.#saved.refreshTokens.filter((known) => known.accountId !== accountId)
    this.save()
  }

  /** Writes the file, whole or not at all. To be called after a change, before it is answered. */
  save(): void {
    if (!this.#file) return
    const draft = `${this.#file}.new`
    writeFileSync(draft, JSON.stringify(this.#saved), { mode: 0o600 })
    renameSync(draft, this.#file)
  }
}

function readSaved(file: string): Saved {
  const saved = parseJson(readFileSync(file, 'utf8'))
  const lists = ['accounts', 'workspaces', 'memberships', 'providers', 'refreshTokens']
  if (!isObject(saved) || typeof saved.secret !== 'string' || !lists.every((list) => Array.isArray(saved[list]))) {
    throw new RangeError(`${file} holds no state of a sandbox. Delete it, or name another file.`)
  }
  return saved as unknown as Saved
}
