import type { JsonObject } from '../../json.ts'
import { uuid } from '../actor.ts'
import { type BodyModel, readBody } from '../bodies.ts'
import { seconds } from '../clock.ts'
import type { Actor, Context } from '../context.ts'
import { type Answer, type Call, ok, refusal } from '../http.ts'
import type { Account, Workspace } from '../state.ts'

const SWITCH: BodyModel = {
  name: 'SwitchWorkspacePayload',
  fields: [{ name: 'tenant_id', required: true, kind: 'text' }],
}

export function profile(_: Context, { account }: Actor): Answer {
  return ok({
    id: account.id,
    name: account.name,
    avatar: null,
    avatar_url: null,
    email: account.email,
    is_password_set: true,
    interface_language: 'en-US',
    interface_theme: 'light',
    timezone: 'America/New_York',
    last_login_at: account.lastLoginAt,
    last_login_ip: '127.0.0.1',
    created_at: account.createdAt,
  })
}

/** The workspaces that the account is a member of; exactly one is current. */
export function listWorkspaces({ state, traits }: Context, actor: Actor): Answer {
  const workspaces = state.memberships.flatMap(({ accountId, workspaceId, lastOpenedAt }): JsonObject[] => {
    const workspace = state.workspaces.find((one) => one.id === workspaceId)
    if (accountId !== actor.account.id || !workspace) return []
    return [
      {
        ...identity(workspace, 'sandbox'),
        ...(traits.lastOpenedAt && { last_opened_at: lastOpenedAt }),
        current: workspaceId === actor.workspace.id,
      },
    ]
  })
  return ok({ workspaces })
}

export function currentWorkspace(context: Context, actor: Actor): Answer {
  return ok(described(context, actor.account, actor.workspace))
}

export function switchWorkspace(context: Context, actor: Actor, call: Call): Answer {
  const { state, traits } = context
  const id = uuid(String(readBody(call, SWITCH, traits.switchBodies, traits.pydantic).tenant_id))
  const membership = state.memberships.find(
    ({ accountId, workspaceId }) => accountId === actor.account.id && workspaceId === id,
  )
  const workspace = state.workspaces.find((one) => one.id === id)
  if (!membership || !workspace) throw refusal(403, 'account_not_link_tenant', 'Account not link tenant')
  actor.account.currentWorkspaceId = id
  membership.lastOpenedAt = seconds()
  state.save()
  return ok({ result: 'success', new_tenant: described(context, actor.account, workspace) })
}

/** `GET /all-workspaces`, for the admin key: newest first, cut into pages. */
export function allWorkspaces({ state }: Context, call: Call): Answer {
  const page = positive(call.query.get('page'), 1)
  const limit = positive(call.query.get('limit'), 20)
  const all = state.workspaces.toSorted((a, b) => b.createdAt - a.createdAt)
  const shown = all.slice((page - 1) * limit, page * limit)
  return ok({
    data: shown.map(({ id, name, createdAt }) => ({ id, name, status: 'normal', created_at: createdAt })),
    has_more: page * limit < all.length,
    limit,
    page,
    total: all.length,
  })
}

function positive(text: string | null, otherwise: number): number {
  const number = Number(text ?? otherwise)
  return Number.isInteger(number) && number > 0 ? number : otherwise
}

function identity({ id, name, createdAt }: Workspace, plan: string | null): JsonObject {
  return { id, name, plan, status: 'normal', created_at: createdAt }
}

function described({ state, traits }: Context, account: Account, workspace: Workspace): JsonObject {
  const membership = state.memberships.find(
    ({ accountId, workspaceId }) => accountId === account.id && workspaceId === workspace.id,
  )
  return {
    ...identity(workspace, traits.workspacePlan),
    role: membership?.role ?? null,
    in_trial: null,
    trial_end_reason: null,
    custom_config: null,
    ...(traits.trialCredits && { trial_credits: null, trial_credits_used: null }),
    ...(traits.trialCreditsExhaustedAt && { trial_credits_exhausted_at: null }),
    ...(traits.trialCredits && { next_credit_reset_date: null }),
  }
}
