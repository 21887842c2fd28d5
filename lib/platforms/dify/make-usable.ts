import type { Applied, ItemFailure } from '../connector.ts'
import { PlatformError } from '../platform-error.ts'
import { authSchema, type DifyProvider, readProvider, toolNames } from './answers.ts'
import { has } from './capabilities.ts'
import { authProvider, updateTools } from './provider-calls.ts'
import { connectFailure, noTools, type Stage, wantsSignIn } from './reasons.ts'
import { type Refusal, refusalOf } from './refusal.ts'
import type { DifySession } from './session.ts'

/** What is being made usable, and what is known of it. */
export interface Subject {
  remoteId: string
  stage: Stage
  /** Header values that it presents: for the right word about a refused token, and kept out of every text. */
  headerValues: readonly string[]
  /** Whether Dify may hold it for authorised: then `update` is asked first. */
  maybeAuthorised: boolean
}

/**
 * Lets Dify connect and read the tools, by the way of its release, and tells what came of it. Only the answers of `auth` and
 * `update` count: what Dify shows of a provider may be older than its token. Throws only for what is no answer about the provider
 * (`provider_gone`); a lost answer is a failure of the connection, since the provider itself is there.
 */
export async function makeUsable(
  session: DifySession,
  release: string,
  subject: Subject,
  signal?: AbortSignal,
): Promise<Applied> {
  const secrets = [...session.secrets, ...subject.headerValues]
  const failed = (refusal: Refusal) => connectFailure(refusal, subject.stage, subject.headerValues.length > 0)
  try {
    const needsAuth = has(release, 'authBeforeUpdate')
    if (!needsAuth || subject.maybeAuthorised) {
      const answer = await updateTools(session, subject.remoteId, signal)
      if (answer.status === 200) return updated(subject, readProvider(answer.body), release)
      const refusal = refusalOf(answer, secrets)
      if (!needsAuth || !/auth the tool first/i.test(refusal.message)) return ended(subject, failed(gone(refusal)))
    }
    const auth = await authProvider(session, subject.remoteId, signal)
    if (auth.status !== 200) return ended(subject, failed(gone(refusalOf(auth, secrets))))
    if (authSchema.safeParse(auth.body).data?.authorization_url) return ended(subject, wantsSignIn())
    const answer = await updateTools(session, subject.remoteId, signal)
    if (answer.status === 200) return updated(subject, readProvider(answer.body), release)
    return ended(subject, failed(gone(refusalOf(answer, secrets))))
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code === 'provider_gone') throw error
    return ended(subject, unanswered(error))
  }
}

/** What an answer with the provider in it says: connected only with tools (and, where the release says so, authorised). */
export function outcome(subject: Subject, provider: DifyProvider | undefined, release: string): Applied {
  const tools = provider === undefined ? [] : toolNames(provider)
  // Before 1.10 the answer of `update` says «not authorised» even when it has just connected.
  const authorised = !has(release, 'authBeforeUpdate') || provider?.is_team_authorization === true
  const connected = tools.length > 0 && authorised
  return {
    remoteId: subject.remoteId,
    connected,
    tools,
    ...(!connected && { failure: noTools(subject.stage) }),
  }
}

/** Before 1.10 the answer of `update` also tells when Dify saved it; later ones repeat the time from before. */
function updated(subject: Subject, provider: DifyProvider | undefined, release: string): Applied {
  const applied = outcome(subject, provider, release)
  return provider === undefined || has(release, 'authBeforeUpdate')
    ? applied
    : { ...applied, updatedAt: provider.updated_at }
}

function ended(subject: Subject, failure: ItemFailure): Applied {
  return { remoteId: subject.remoteId, connected: false, tools: [], failure }
}

function gone(refusal: Refusal): Refusal {
  if (/MCP tool not found/i.test(refusal.message))
    throw new PlatformError('provider_gone', 'The tool is not in this workspace any more.', {
      nextStep: 'plan',
      next: 'Make a new plan: it will create the tool again.',
      platformSaid: refusal.message,
    })
  return refusal
}

function unanswered(error: PlatformError): ItemFailure {
  return {
    code: error.code,
    message: `Whether Dify can use the service is not known: ${error.message}`,
    nextStep: 'retry',
    ...(error.platformSaid !== undefined && { platformSaid: error.platformSaid }),
  }
}
