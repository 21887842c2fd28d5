'use client'

import { Card, CardBody, CardHeader } from '#components/ui/card.tsx'
import { Detail, DetailList } from '#components/ui/detail-list.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import type { PlatformSummary } from '#lib/platforms/index.ts'
import { BindingsBar } from '../bindings-bar.tsx'
import { Connection, Namespaces, Providers, SignIn } from '../facts.tsx'
import type { Asking } from '../use-asking.ts'

interface ConnectionCardProps {
  platform: PlatformSummary
  asking: Asking | undefined
  /** Whether the reader may adopt what is there and not ours. */
  mayAdopt: boolean
}

/** What is known of a connection, and what of ours is there. */
export function ConnectionCard({ platform, asking, mayAdopt }: ConnectionCardProps) {
  const { id, webUrl, link } = platform
  const foreign = platform.providerCount - (platform.bindings.all - platform.bindings.vanished)
  return (
    <Card>
      <CardHeader title="Connection" />
      <CardBody className="flex flex-col gap-4">
        <DetailList labels="narrow">
          <Detail label="State">
            <Connection platform={platform} asking={asking} />
          </Detail>
          <Detail label="Signs in by">
            <SignIn platform={platform} />
          </Detail>
          <Detail label="Namespaces">
            <Namespaces platform={platform} />
          </Detail>
          <Detail label="Providers">
            <Providers platform={platform} />
            {mayAdopt && foreign > 0 && (
              <p>
                {foreign.toLocaleString('en')} not ours ·{' '}
                <TextLink href={`/services/import/dify?platform=${id}`}>Adopt</TextLink>
              </p>
            )}
          </Detail>
          <Detail label="Its page">
            <TextLink href={link} external>
              {webUrl === null ? 'Open in Dify' : new URL(webUrl).host}
            </TextLink>
          </Detail>
        </DetailList>
        <BindingsBar bindings={platform.bindings} className="border-t pt-4" />
      </CardBody>
    </Card>
  )
}
