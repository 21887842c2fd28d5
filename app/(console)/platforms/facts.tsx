'use client'

import type { ReactNode } from 'react'
import { Status } from '#components/status/status.tsx'
import { Duration } from '#components/time/duration.tsx'
import { RelativeTime } from '#components/time/relative-time.tsx'
import type { PlatformSummary } from '#lib/platforms/index.ts'
import { connectionState } from './connection.ts'
import type { Asking } from './use-asking.ts'
import { counted } from './words.ts'

/** Whether the platform answers, how fast, or since when not. */
export function Connection({ platform, asking }: { platform: PlatformSummary; asking: Asking | undefined }) {
  if (asking === 'test') return <Status state="asking">asking Dify</Status>
  if (asking === 'refresh') return <Status state="asking">listing and counting</Status>
  const { status, latencyMs, statusSince } = platform
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <Status state={connectionState(platform)} />
      {status === 'reachable' && latencyMs !== null && (
        <Quiet>
          <Duration ms={latencyMs} />
        </Quiet>
      )}
      {status === 'unreachable' && statusSince !== null && (
        <Quiet>
          for <RelativeTime at={statusSince} form="age" />
        </Quiet>
      )}
    </span>
  )
}

/** How we sign in and as whom, and when that secret was set. */
export function SignIn({ platform }: { platform: PlatformSummary }) {
  const { authKind, identity, accountEmail, secretSetAt, secretSetBy } = platform
  return (
    <>
      {authKind === 'adminKey' ? 'admin API key' : `account ${identity ?? accountEmail}`}
      <Quiet>
        , set <RelativeTime at={secretSetAt} /> by {secretSetBy}
      </Quiet>
    </>
  )
}

/** How many namespaces can be worked in, in which order, and how many cannot. */
export function Namespaces({ platform }: { platform: PlatformSummary }) {
  const { namespaceCount, unavailableCount, vanishedCount, authKind, testedAt } = platform
  if (namespaceCount === 0 && vanishedCount === 0)
    return <Quiet>{testedAt === null || platform.release === null ? 'not known yet' : 'none'}</Quiet>
  const available = namespaceCount - unavailableCount
  const order = authKind === 'adminKey' ? 'worked on in parallel' : 'one after the other: one account'
  const others = [
    ...(unavailableCount > 0 ? [`${unavailableCount} more ${unavailableCount === 1 ? 'refuses' : 'refuse'} us`] : []),
    ...(vanishedCount > 0 ? [`${vanishedCount} vanished`] : []),
  ]
  return (
    <>
      {available.toLocaleString('en')}{' '}
      <Quiet>{[...(available > 1 ? [order] : ['available']), ...others].join('; ')}</Quiet>
    </>
  )
}

/** How many MCP providers are there, ours and others, and how old that number is. */
export function Providers({ platform }: { platform: PlatformSummary }) {
  const { providerCount, countedAt, uncountedCount } = platform
  if (countedAt === null) return <Quiet>not counted yet</Quiet>
  return (
    <>
      {providerCount.toLocaleString('en')}{' '}
      <Quiet>
        counted <RelativeTime at={countedAt} />
        {uncountedCount > 0 && `; ${counted(uncountedCount, 'namespace')} not yet`}
      </Quiet>
    </>
  )
}

function Quiet({ children }: { children: ReactNode }) {
  return <span className="text-muted-foreground">{children}</span>
}
