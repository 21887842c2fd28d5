'use client'

import { ArrowRight } from 'lucide-react'
import Link from 'next/link'
import { ServiceIcon } from '#components/services/service-icon.tsx'
import { Status } from '#components/status/status.tsx'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { Button } from '#components/ui/button.tsx'
import { Tag } from '#components/ui/tag.tsx'
import type { TokenSummary } from '#lib/tokens/index.ts'
import { canRoll, ENDED_WORDS, isValid, tokenName } from './words.ts'

/** Its first characters, leading to the token's page. */
export function PrefixCell({ token }: { token: TokenSummary }) {
  return (
    <Link
      href={`/tokens/${token.id}`}
      className="inline-flex min-h-6 items-center rounded-sm font-mono text-xs hover:underline"
      aria-label={`${token.prefix}…, ${tokenName(token)}`}
    >
      {token.prefix}…
    </Link>
  )
}

/** For whom a token is: service → namespace, or what it was made for by hand. */
export function ForWhom({ token, platforms = false }: { token: TokenSummary; platforms?: boolean }) {
  const { service, namespace, name } = token
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <ServiceIcon name={service.name} icon={service.iconEmoji} background={service.iconColor} />
      <span className="max-w-44 truncate font-medium" dir="auto" title={service.name}>
        {service.name}
      </span>
      <Arrow />
      <span className="max-w-44 truncate" dir="auto" title={namespace?.name ?? name}>
        {namespace?.name ?? name}
      </span>
      {namespace === null && <Tag>by hand</Tag>}
      {namespace !== null && platforms && (
        <span className="max-w-36 truncate text-muted-foreground" title={namespace.platformName}>
          {namespace.platformName}
        </span>
      )}
    </span>
  )
}

export function Arrow() {
  return (
    <>
      <ArrowRight aria-hidden="true" className="size-3.5 shrink-0 text-muted-foreground" />
      <span className="sr-only">for</span>
    </>
  )
}

/** How a token stands. */
export function StateCell({ token }: { token: TokenSummary }) {
  const { state, replaces, endsAt, endedBecause } = token
  if (state === 'ended')
    return <Status state="cancelled">{endedBecause === null ? 'ended' : ENDED_WORDS[endedBecause]}</Status>
  if (state === 'expired') return <Status state="refused">expired</Status>
  if (state === 'ending')
    return (
      <Status state="pending">
        replaced, ends <RelativeTime at={endsAt ?? 0} />
      </Status>
    )
  if (token.silentSinceRoll) return <Status state="unknown">silent since its roll</Status>
  if (replaces !== null && replaces.endsAt === null)
    return <Status state="rolling">rolling, the old one still holds</Status>
  if (replaces?.endsAt != null && replaces.endsAt.getTime() > Date.now())
    return (
      <Status state="rolling">
        rolling, old one ends <RelativeTime at={replaces.endsAt} />
      </Status>
    )
  return <Status state="valid" />
}

/** When it was used last. */
export function LastUsed({ token: { lastUsedAt } }: { token: TokenSummary }) {
  return lastUsedAt === null ? (
    <Status state="never-used">never</Status>
  ) : (
    <RelativeTime at={lastUsedAt} className="text-muted-foreground" />
  )
}

/** When it ends by itself, or ended; soon with the way out beside it. */
export function ExpiresCell({ token, onRoll }: { token: TokenSummary; onRoll: (() => void) | undefined }) {
  const { expiresAt, endsAt } = token
  if (!isValid(token)) {
    const over = endsAt ?? expiresAt
    return over && <RelativeTime at={over} className="text-muted-foreground" />
  }
  if (expiresAt === null) return <span className="text-muted-foreground">never</span>
  if (!token.expiresSoon) return <RelativeTime at={expiresAt} className="text-muted-foreground" />
  return (
    <span className="inline-flex items-center gap-2">
      <Status state="expiring">
        <RelativeTime at={expiresAt} />
      </Status>
      {onRoll && canRoll(token) && (
        <Button variant="link" onClick={onRoll} aria-label={`Roll ${tokenName(token)}`}>
          Roll
        </Button>
      )}
    </span>
  )
}
