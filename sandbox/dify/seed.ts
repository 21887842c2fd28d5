import { randomBytes, randomUUID } from 'node:crypto'
import { seconds } from './clock.ts'
import type { Account, Membership, Saved } from './state.ts'

/** Who and what a fresh sandbox knows. */
export interface Seed {
  readonly accounts: readonly { readonly name: string; readonly email: string; readonly password: string }[]
  /** `owner` and `members` are addresses. A workspace without an owner refuses the admin API key. */
  readonly workspaces: readonly {
    readonly name: string
    readonly owner?: string
    readonly members?: readonly string[]
  }[]
}

const PASSWORD = 'Passw0rd123'

export const DEFAULT_SEED: Seed = {
  accounts: ['admin', 'member', 'lock'].map((name) => ({ name, email: `${name}@example.com`, password: PASSWORD })),
  workspaces: [
    { name: 'Research', owner: 'admin@example.com', members: ['member@example.com', 'lock@example.com'] },
    { name: 'Support', owner: 'admin@example.com' },
    { name: 'Ops', owner: 'admin@example.com' },
    { name: 'Foreign' },
  ],
}

/** What a Dify remembers that has only just been seeded. @throws RangeError when a member has no account. */
export function planted(seed: Seed): Saved {
  const now = seconds()
  // The first one came with the installation, the others were added later.
  const workspaces = seed.workspaces.map(({ name }, at) => ({
    id: randomUUID(),
    name,
    createdAt: at === 0 ? now - 10 : now,
  }))
  const roles = seed.workspaces.flatMap(({ owner, members = [] }, at) =>
    [
      ...(owner ? [{ email: owner, role: 'owner' as const }] : []),
      ...members.map((email) => ({ email, role: 'normal' as const })),
    ].map((held) => ({ ...held, workspaceId: workspaces[at]?.id ?? '' })),
  )
  const accounts = seed.accounts.map((account): Account => {
    const first = roles.find(({ email }) => email === account.email)?.workspaceId ?? ''
    const { name, email, password } = account
    return {
      id: randomUUID(),
      name,
      email,
      password,
      createdAt: now,
      lastLoginAt: now,
      currentWorkspaceId: first,
      failedLogins: 0,
    }
  })
  const memberships = roles.flatMap(({ email, role, workspaceId }): Membership[] => {
    const account = accounts.find((one) => one.email === email)
    if (!account) throw new RangeError(`The seed names ${email} as a member, but has no such account.`)
    const lastOpenedAt = account.currentWorkspaceId === workspaceId ? now : null
    return [{ workspaceId, accountId: account.id, role, lastOpenedAt }]
  })
  return {
    secret: randomBytes(32).toString('hex'),
    accounts,
    workspaces,
    memberships,
    providers: [],
    refreshTokens: [],
  }
}
