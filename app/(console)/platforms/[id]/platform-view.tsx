'use client'

import { Layers, Pencil, RefreshCw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useKeys } from '#components/keys/use-keys.ts'
import { StatusBadge, StatusSummary } from '#components/status/status.tsx'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import type { NamespaceList, PlatformDetail } from '#lib/platforms/index.ts'
import { connectionState } from '../connection.ts'
import { ConnectionFault } from '../connection-fault.tsx'
import type { PlatformPermissions } from '../permissions.ts'
import { PlatformMenu } from '../platform-menu.tsx'
import { useRemoval } from '../remove-platform-dialog.tsx'
import { type FormFocus, type NamespacesParams, platformHref } from '../search-params.ts'
import { useAsking } from '../use-asking.ts'
import { useCounting } from '../use-counting.ts'
import { counted } from '../words.ts'
import { ConnectionCard } from './connection-card.tsx'
import { NamespacesTable } from './namespaces-table.tsx'
import { ReleaseCard } from './release-card.tsx'

interface PlatformViewProps {
  platform: PlatformDetail
  list: NamespaceList
  /** How many of its namespaces need a look. */
  amissCount: number
  params: NamespacesParams
  may: PlatformPermissions
}

/** The page of one platform. */
export function PlatformView({ platform, list, amissCount, params, may }: PlatformViewProps) {
  const router = useRouter()
  const { asking, test, refresh } = useAsking()
  const removal = useRemoval(() => router.push('/platforms'))
  useCounting([platform])
  const { id, name, testedAt } = platform
  const asked = asking.get(id)
  const editHref = (focus: FormFocus = null) => platformHref(id, { ...params, edit: id, focus })
  useKeys(may.write ? [{ keys: 'e', label: 'edit', run: () => router.push(editHref(), { scroll: false }) }] : [])
  return (
    <>
      <PageHeader
        parent={{ label: 'Intelligent Platform Management', href: '/platforms' }}
        icon={
          <span aria-hidden="true" className="grid size-10 shrink-0 place-items-center rounded-md border">
            <Layers className="size-5" />
          </span>
        }
        title={<span dir="auto">{name}</span>}
        badge={<StatusBadge state={connectionState(platform)} />}
        detail={
          <StatusSummary
            parts={[
              { text: <span className="break-all font-mono text-xs">{platform.baseUrl}</span> },
              ...(platform.release === null ? [] : [{ text: `Dify ${platform.release}` }]),
              ...(platform.namespaceCount > 0 ? [{ text: counted(platform.namespaceCount, 'namespace') }] : []),
              {
                text:
                  testedAt === null ? (
                    'never looked at'
                  ) : (
                    <span>
                      looked at <RelativeTime at={testedAt} />
                    </span>
                  ),
              },
            ]}
          />
        }
        actions={
          <>
            {may.refresh && (
              <>
                <Button busy={asked === 'test'} onClick={() => void test(platform)}>
                  Test connection
                </Button>
                <Button icon={<RefreshCw />} busy={asked === 'refresh'} onClick={() => void refresh(platform)}>
                  Refresh namespaces
                </Button>
              </>
            )}
            {may.write && (
              <LinkButton icon={<Pencil />} href={editHref()} scroll={false}>
                Edit
              </LinkButton>
            )}
            <PlatformMenu platform={platform} may={may} asking={asked} onRemove={() => removal.ask(platform)} />
          </>
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)_20.5rem] items-start gap-5 px-6 pb-6 max-lg:grid-cols-1 max-md:px-4">
        {platform.status === 'unreachable' && (
          <div className="col-span-full">
            <ConnectionFault
              platform={platform}
              may={may}
              testing={asked === 'test'}
              onTest={() => void test(platform)}
              editHref={editHref}
            />
          </div>
        )}
        <NamespacesTable
          platform={platform}
          list={list}
          amissCount={amissCount}
          params={params}
          refreshing={asked === 'refresh'}
        />
        <div className="flex min-w-0 flex-col gap-5">
          <ConnectionCard platform={platform} asking={asked} mayAdopt={may.adopt} />
          {platform.capabilities !== null && <ReleaseCard capabilities={platform.capabilities} />}
        </div>
      </div>
      {removal.dialog}
    </>
  )
}
