'use client'

import { Layers, Pencil } from 'lucide-react'
import Link from 'next/link'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { Card, CardBody, CardFooter } from '#components/ui/card.tsx'
import { Detail, DetailList } from '#components/ui/detail-list.tsx'
import { Tag } from '#components/ui/tag.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import type { PlatformSummary } from '#lib/platforms/index.ts'
import { BindingsBar } from './bindings-bar.tsx'
import { ConnectionFault } from './connection-fault.tsx'
import { Connection, Namespaces, Providers, SignIn } from './facts.tsx'
import type { PlatformPermissions } from './permissions.ts'
import { PlatformMenu } from './platform-menu.tsx'
import { platformHref, platformsHref } from './search-params.ts'
import type { Asking } from './use-asking.ts'

/** A platform with the one thing to know of its release. */
export type CardPlatform = PlatformSummary & { limit: string | null }

interface PlatformCardProps {
  platform: CardPlatform
  may: PlatformPermissions
  asking: Asking | undefined
  onTest: () => void
  onRefresh: () => void
  onRemove: () => void
}

/** One connection: where, who we are there, what is there, and what of it is ours. An abnormal one tells its reason and the next step. */
export function PlatformCard({ platform, may, asking, onTest, onRefresh, onRemove }: PlatformCardProps) {
  const { id, name, baseUrl, release, limit, testedAt } = platform
  const heading = `platform-${id}`
  return (
    <Card
      aria-labelledby={heading}
      faulty={platform.status === 'unreachable'}
      className="flex min-w-0 flex-1 flex-col overflow-visible"
    >
      <div className="flex items-center gap-3 border-b px-5 py-4 max-md:px-4">
        <span aria-hidden="true" className="grid size-9 shrink-0 place-items-center rounded-md border">
          <Layers className="size-4.5" />
        </span>
        <div className="min-w-0 flex-1">
          <h2 id={heading} className="truncate font-semibold text-lg">
            <Link href={platformHref(id)} className="rounded-sm underline-offset-3 hover:underline" dir="auto">
              {name}
            </Link>
          </h2>
          <p className="truncate font-mono text-muted-foreground text-xs" title={baseUrl}>
            {baseUrl}
          </p>
        </div>
        {release !== null && <Tag className="uppercase">Dify {release}</Tag>}
        <PlatformMenu platform={platform} may={may} asking={asking} onRefresh={onRefresh} onRemove={onRemove} />
      </div>
      <CardBody className="flex flex-1 flex-col gap-4 px-5 max-md:px-4">
        <ConnectionFault
          platform={platform}
          may={may}
          testing={asking === 'test'}
          onTest={onTest}
          editHref={(focus) => platformsHref({ edit: id, focus })}
        />
        <DetailList>
          <Detail label="Connection">
            <Connection platform={platform} asking={asking} />
          </Detail>
          <Detail label="Signs in by">
            <SignIn platform={platform} />
          </Detail>
          <Detail label="Namespaces">
            <Namespaces platform={platform} />
          </Detail>
          <Detail label="MCP providers">
            <Providers platform={platform} />
          </Detail>
          {limit !== null && (
            <Detail label="This release">
              <span className="block first-letter:lowercase">
                {limit.replace(/\.$/, '')}{' '}
                <TextLink href={`${platformHref(id)}#release`} className="whitespace-nowrap">
                  What {release} can do
                </TextLink>
              </span>
            </Detail>
          )}
        </DetailList>
        <BindingsBar bindings={platform.bindings} className="mt-auto" />
      </CardBody>
      <CardFooter className="px-5 max-md:px-4">
        {may.refresh && (
          <Button busy={asking === 'test'} onClick={onTest}>
            Test connection
          </Button>
        )}
        <LinkButton href={platformHref(id)}>Namespaces</LinkButton>
        {may.write && (
          <LinkButton icon={<Pencil className="max-md:hidden" />} href={platformsHref({ edit: id })} scroll={false}>
            Edit
          </LinkButton>
        )}
        <span className="text-muted-foreground text-xs max-md:w-full md:ml-auto">
          {testedAt === null ? (
            'Never looked at'
          ) : (
            <>
              Looked at <RelativeTime at={testedAt} />
            </>
          )}
        </span>
      </CardFooter>
    </Card>
  )
}
