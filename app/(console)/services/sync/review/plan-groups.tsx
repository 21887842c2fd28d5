'use client'

import { useState } from 'react'
import { ServiceIcon } from '#components/services/service-icon.tsx'
import { Glyph } from '#components/status/glyph.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { ConflictChoice, PlanGroup, PlanItem, PlanView } from '#lib/sync/schema.ts'
import { counted, listed } from '../words.ts'
import { PlanRow } from './plan-row.tsx'
import { changes } from './verbs.ts'

export interface ConflictAnswer {
  namespaceId: string
  serviceId: string
  choice: ConflictChoice
}

interface PlanGroupsProps {
  plan: PlanView
  by: 'namespace' | 'service'
  busy: boolean
  onChoose: (answer: ConflictAnswer) => void
}

interface Line {
  namespace: { id: string; name: string }
  item: PlanItem
}

interface Section {
  key: string
  title: string
  lines: Line[]
  group: PlanGroup | null
}

const SECTIONS = 12
const LINES = 60

/** The plan in cards, one a namespace or one a service; long ones are cut, with the rest a click away. */
export function PlanGroups({ plan, by, busy, onChoose }: PlanGroupsProps) {
  const [most, setMost] = useState(SECTIONS)
  const sections = by === 'namespace' ? byNamespace(plan) : byService(plan)
  return (
    <div className="flex flex-col gap-3">
      {sections.slice(0, most).map((section) => (
        <SectionCard key={section.key} section={section} by={by} busy={busy} onChoose={onChoose} />
      ))}
      {sections.length > most && (
        <Button variant="ghost" className="self-start" onClick={() => setMost(most + SECTIONS)}>
          Show more: {most} of {counted(sections.length, by)}
        </Button>
      )}
    </div>
  )
}

function SectionCard({ section, by, busy, onChoose }: Omit<PlanGroupsProps, 'plan'> & { section: Section }) {
  const [most, setMost] = useState(LINES)
  const { title, lines, group } = section
  const changing = lines.filter(({ item }) => changes(item.action)).length
  const service = by === 'service' ? lines[0]?.item.service : undefined
  return (
    <Card aria-label={title} faulty={group?.fault !== null && group !== null}>
      <CardHeader
        level={3}
        title={
          <span className="flex items-center gap-2.5">
            {service && (
              <ServiceIcon name={service.name} icon={service.iconEmoji} background={service.iconColor} size={20} />
            )}
            {title}
          </span>
        }
        detail={`${changing} of ${lines.length} change`}
      />
      {group?.fault && (
        <Notice
          kind="bad"
          title={group.fault.message}
          {...(group.fault.platformSaid !== null && { said: { who: 'Dify', words: group.fault.platformSaid } })}
          className="rounded-none border-x-0 border-t-0"
        >
          {group.fault.next}
        </Notice>
      )}
      <ul>
        {lines.slice(0, most).map(({ namespace, item }) => (
          <PlanRow
            key={`${namespace.id}/${item.service.id}`}
            item={item}
            {...(by === 'service' && { place: namespace.name })}
            busy={busy}
            onChoose={(choice) => onChoose({ namespaceId: namespace.id, serviceId: item.service.id, choice })}
          />
        ))}
      </ul>
      {lines.length > most && (
        <Button variant="ghost" className="m-1" onClick={() => setMost(most + LINES)}>
          Show more: {most} of {lines.length}
        </Button>
      )}
      {group && group.sameTools.length > 0 && <SameTools tools={group.sameTools} />}
    </Card>
  )
}

/** Tools of one name, told once for each set of services that share them. */
function SameTools({ tools }: { tools: PlanGroup['sameTools'] }) {
  const shared = Map.groupBy(tools, ({ providers }) => providers.join('\n'))
  return (
    <div className="flex gap-2.5 border-t px-4 py-2">
      <Glyph state="partial" label="note" className="mt-1" />
      <ul className="min-w-0">
        {[...shared.values()].map((same) => (
          <li key={same[0]?.providers.join('\n')}>
            {quoted(same[0]?.providers ?? [])}{' '}
            <span className="text-muted-foreground">
              have {counted(same.length, 'tool')} of the same name, told apart by the service:
            </span>{' '}
            <span className="break-words font-mono text-xs">
              {listed(
                same.map(({ tool }) => tool),
                6,
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** «Weather», «Forecast» and «By hand»; names may hold commas themselves. */
function quoted(names: readonly string[]): string {
  const all = names.map((name) => `«${name}»`)
  return [all.slice(0, -1).join(', '), all.at(-1)].filter(Boolean).join(' and ')
}

function byNamespace(plan: PlanView): Section[] {
  return plan.groups.map((group) => ({
    key: group.namespace.id,
    title: group.namespace.name,
    lines: group.items.map((item) => ({ namespace: group.namespace, item })),
    group,
  }))
}

function byService(plan: PlanView): Section[] {
  const sections = new Map<string, Section>()
  for (const group of plan.groups)
    for (const item of group.items) {
      const { id, name } = item.service
      const section = sections.get(id) ?? { key: id, title: name, lines: [], group: null }
      section.lines.push({ namespace: group.namespace, item })
      sections.set(id, section)
    }
  return [...sections.values()]
}
