'use client'

import { PhoneRow } from '#components/data-table/phone-row.tsx'
import { ServiceIcon } from '#components/services/service-icon.tsx'
import { RelativeTime } from '#components/time/relative-time.tsx'
import type { TokenSummary } from '#lib/tokens/index.ts'
import { StateCell } from './token-cells.tsx'
import { tokenName } from './words.ts'

/** A token as two lines on a phone. */
export function PhoneTokenRow({ token }: { token: TokenSummary }) {
  const { service, prefix, lastUsedAt, calls } = token
  return (
    <PhoneRow
      lead={<ServiceIcon name={service.name} icon={service.iconEmoji} background={service.iconColor} size={32} />}
      href={`/tokens/${token.id}`}
      title={tokenName(token)}
      titleAside={lastUsedAt === null ? 'never used' : <RelativeTime at={lastUsedAt} />}
      meta={
        <>
          <StateCell token={token} />
          <span className="truncate font-mono">{prefix}…</span>
        </>
      }
      metaAside={`${calls.toLocaleString('en')} ${calls === 1 ? 'call' : 'calls'}`}
    />
  )
}
