import { StatusBadge } from '#components/status/status.tsx'
import type { TokenSummary } from '#lib/tokens/index.ts'
import { ENDED_WORDS } from '../words.ts'

/** How a token stands, beside its title. */
export function StateBadge({ token: { state, endedBecause, silentSinceRoll } }: { token: TokenSummary }) {
  if (state === 'ended')
    return <StatusBadge state="cancelled">{endedBecause === null ? 'ended' : ENDED_WORDS[endedBecause]}</StatusBadge>
  if (state === 'expired') return <StatusBadge state="refused">expired</StatusBadge>
  if (state === 'ending') return <StatusBadge state="pending">replaced, ending</StatusBadge>
  return silentSinceRoll ? (
    <StatusBadge state="unknown">silent since its roll</StatusBadge>
  ) : (
    <StatusBadge state="valid" />
  )
}
