import { relativeTime } from '#components/time/format.ts'
import type { ServiceFacts } from '#lib/services/index.ts'

/** The kinds of a credential as people call them. */
export const CREDENTIAL_LABELS: Record<ServiceFacts['credential']['kind'], string> = {
  none: 'None',
  bearer: 'Bearer token',
  apiKey: 'API key header',
  basic: 'User name and password',
  headers: 'Free headers',
  oauthClient: 'OAuth client (access tokens)',
}

/** When and by whom a stored credential was set: «set on 3 Nov by operator», «set 2 h ago by admin». */
export function setWords({ setAt, setBy }: Pick<ServiceFacts['credential'], 'setAt' | 'setBy'>): string {
  const when = setAt === null ? 'before' : relativeTime(setAt, Date.now())
  return `set ${/^\d+ [A-Z]/.test(when) ? 'on ' : ''}${when}${setBy === null ? '' : ` by ${setBy}`}`
}
