'use client'

import { Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { StatusSummary } from '#components/status/status.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import type { NamespaceList } from '#lib/platforms/index.ts'
import { NamespacesAmiss } from './namespaces-amiss.tsx'
import type { PlatformPermissions } from './permissions.ts'
import { type CardPlatform, PlatformCard } from './platform-card.tsx'
import { NoPlatforms } from './platforms-empty.tsx'
import { useRemoval } from './remove-platform-dialog.tsx'
import { platformsHref } from './search-params.ts'
import { useAsking } from './use-asking.ts'
import { useCounting } from './use-counting.ts'
import { counted } from './words.ts'

interface PlatformsViewProps {
  platforms: CardPlatform[]
  /** Namespaces that need a look, as many as the page shows. */
  amiss: NamespaceList
  may: PlatformPermissions
  /** The second way of a fresh system, where there is a demo. */
  demo?: ReactNode
}

/** The page «Intelligent Platform Management»: a card a connection, and below only what needs a look. */
export function PlatformsView({ platforms, amiss, may, demo }: PlatformsViewProps) {
  const router = useRouter()
  const { asking, test, refresh } = useAsking()
  const removal = useRemoval(() => router.refresh())
  useCounting(platforms)
  return (
    <>
      <PageHeader
        title="Intelligent Platform Management"
        detail={<Summary platforms={platforms} />}
        actions={
          may.write &&
          platforms.length > 0 && (
            <LinkButton variant="primary" icon={<Plus />} href={platformsHref({ connect: '1' })} scroll={false}>
              Connect a platform
            </LinkButton>
          )
        }
      />
      <div className="flex flex-col gap-7 px-6 pb-6 max-md:px-4">
        {platforms.length === 0 ? (
          <NoPlatforms mayWrite={may.write} demo={demo} />
        ) : (
          <>
            <ul aria-label="Platforms" className="grid grid-cols-2 gap-5 max-xl:grid-cols-1">
              {platforms.map((platform) => (
                <li key={platform.id} className="flex min-w-0">
                  <PlatformCard
                    platform={platform}
                    may={may}
                    asking={asking.get(platform.id)}
                    onTest={() => void test(platform)}
                    onRefresh={() => void refresh(platform)}
                    onRemove={() => removal.ask(platform)}
                  />
                </li>
              ))}
            </ul>
            <NamespacesAmiss amiss={amiss} platforms={platforms} />
          </>
        )}
      </div>
      {removal.dialog}
    </>
  )
}

function Summary({ platforms }: { platforms: readonly CardPlatform[] }) {
  if (platforms.length === 0) return 'No platform yet'
  const sum = (count: (platform: CardPlatform) => number) =>
    platforms.reduce((total, platform) => total + count(platform), 0)
  const off = sum(({ status }) => (status === 'unreachable' ? 1 : 0))
  const connected = sum(({ status }) => (status === 'reachable' ? 1 : 0))
  const all = connected === platforms.length
  return (
    <StatusSummary
      parts={[
        { text: `${counted(platforms.length, 'platform')}${all ? `, ${allWords(connected)}` : ''}` },
        ...(all || connected === 0 ? [] : [{ state: 'connected' as const, text: `${connected} connected` }]),
        ...(off > 0 ? [{ state: 'abnormal' as const, text: `${off} abnormal` }] : []),
        {
          text: counted(
            sum(({ namespaceCount }) => namespaceCount),
            'namespace',
          ),
        },
        {
          text: `${counted(
            sum(({ bindings }) => bindings.all - bindings.vanished),
            'service',
          )} there`,
        },
      ]}
    />
  )
}

function allWords(number: number): string {
  if (number === 1) return 'connected'
  return number === 2 ? 'both connected' : 'all connected'
}
