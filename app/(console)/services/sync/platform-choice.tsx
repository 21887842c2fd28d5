'use client'

import { Layers, RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { Glyph } from '#components/status/glyph.tsx'
import { Status } from '#components/status/status.tsx'
import { durationText } from '#components/time/format.ts'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { Button } from '#components/ui/button.tsx'
import { RadioCard } from '#components/ui/radio.tsx'
import { Tag } from '#components/ui/tag.tsx'
import type { PlatformCard } from './platform-card.ts'
import { counted } from './words.ts'

interface PlatformChoiceProps {
  platform: PlatformCard
  /** It is being asked again. */
  asking: boolean
  onAsk: () => void
}

/** A platform to choose: how we sign in, what is there, what its release can and cannot do; or why it cannot be used now. */
export function PlatformChoice({ platform, asking, onAsk }: PlatformChoiceProps) {
  const { id, name, address, release, fault, can, cannot, measuredAs } = platform
  const heading = `platform-${id}`
  return (
    <RadioCard value={id} labelledBy={heading} disabled={fault !== null}>
      <div className="flex items-start gap-3">
        <span aria-hidden="true" className="grid size-8 shrink-0 place-items-center rounded-md border bg-card">
          <Layers className="size-4" />
        </span>
        <div className="min-w-0 flex-1">
          <h3 id={heading} className="truncate font-semibold">
            {name}
          </h3>
          <p className="truncate font-mono text-muted-foreground text-xs">{address}</p>
        </div>
        {release !== null && <Tag className="uppercase">Dify {release}</Tag>}
      </div>
      <dl className="mt-2.5 grid grid-cols-[100px_minmax(0,1fr)] gap-y-1.5 max-md:grid-cols-[88px_minmax(0,1fr)]">
        <Fact name="Connection">
          <Connection platform={platform} />
        </Fact>
        <Fact name="Signs in by">
          {platform.login === 'adminKey' ? 'admin API key' : 'account'}
          {platform.login === 'account' && platform.identity && (
            <span className="text-muted-foreground">, {platform.identity}</span>
          )}
        </Fact>
        <Fact name="Namespaces">
          {platform.namespaces.available} available
          {platform.namespaces.available > 1 &&
            (platform.parallel ? ', worked on in parallel' : ', one after the other')}
        </Fact>
        <Fact name="There now">
          {platform.providers === null ? (
            <span className="text-muted-foreground">not counted yet</span>
          ) : (
            <>
              {platform.providers === 0 ? 'no MCP providers' : counted(platform.providers, 'MCP provider')}
              {platform.providers > 0 && platform.ours !== null && `, ${platform.ours} of them ours`}
            </>
          )}
        </Fact>
      </dl>
      {fault !== null && (
        // Above the mark's hit area, which covers the card.
        <div className="relative z-10 mt-3">
          <Button size="sm" icon={<RefreshCw />} busy={asking} onClick={onAsk}>
            {asking ? 'Asking it' : 'Ask it again'}
          </Button>
        </div>
      )}
      {release !== null && (
        <div className="mt-3 border-border border-t pt-3 group-has-data-[state=checked]:border-selected-line">
          <p className="text-muted-foreground">
            What release {release} can do{measuredAs && `, judged as ${measuredAs}`}
          </p>
          <ul className="mt-1 flex flex-col gap-1">
            {can.map((sentence) => (
              <Ability key={sentence} good sentence={sentence} />
            ))}
            {cannot.map((sentence) => (
              <Ability key={sentence} good={false} sentence={sentence} />
            ))}
          </ul>
        </div>
      )}
    </RadioCard>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}

function Connection({ platform: { status, fault, testedAt, latencyMs } }: { platform: PlatformCard }) {
  if (fault !== null)
    return (
      <>
        <Status state={status === 'unchecked' ? 'unchecked' : 'unreachable'} />
        <span className="block text-bad">{fault.message}</span>
        {fault.next && <span className="block text-muted-foreground">{fault.next}</span>}
      </>
    )
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <Status state={status === 'reachable' ? 'connected' : 'unchecked'} />
      <span className="text-muted-foreground">
        {latencyMs !== null && `${durationText(latencyMs)}, `}
        {testedAt !== null && <RelativeTime at={testedAt} />}
      </span>
    </span>
  )
}

function Ability({ good, sentence }: { good: boolean; sentence: string }) {
  return (
    <li className="flex gap-2.5">
      <Glyph state={good ? 'done' : 'conflict'} label={good ? 'can' : 'cannot'} className="mt-1" />
      <span>{sentence.replace(/\.$/, '')}</span>
    </li>
  )
}
