'use client'

import { useId, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { counted } from '../../sync/words.ts'

export interface SourceNamespace {
  id: string
  name: string
  providerCount: number | null
}

interface SourceCardProps {
  platforms: { id: string; name: string; release: string | null }[]
  platformId: string
  namespaces: SourceNamespace[]
  /** Which of all they are, where there are more than can be read at once; null otherwise. */
  part: { from: number; to: number; of: number; page: number } | null
  /** Leads to another platform, or to other namespaces of this one. */
  onGo: (place: { platform: string; page: number }) => void
  chosen: ReadonlySet<string>
  onChoose: (chosen: ReadonlySet<string>) => void
  busy: boolean
  looked: boolean
  onLook: () => void
}

/** Where from: a platform and its namespaces, all of them unless some are taken out. */
export function SourceCard(props: SourceCardProps) {
  const { platforms, platformId, namespaces, part, onGo, chosen, onChoose, busy, looked, onLook } = props
  const [open, setOpen] = useState(false)
  const [search, setSearch] = useState('')
  const list = useId()
  const shown = namespaces.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()))
  return (
    <Card>
      <CardHeader title="Where from" detail="Reading changes nothing there." />
      <CardBody className="flex flex-col gap-3">
        <div className="flex flex-wrap items-end gap-3">
          <Field label="Platform" className="w-64 max-md:w-full">
            <Select
              options={platforms.map(({ id, name, release }) => ({
                value: id,
                label: name,
                ...(release !== null && { hint: `Dify ${release}` }),
              }))}
              value={platformId}
              onValueChange={(platform) => onGo({ platform, page: 1 })}
            />
          </Field>
          <Button aria-expanded={open} aria-controls={list} onClick={() => setOpen(!open)} className="max-md:flex-1">
            {chosen.size === namespaces.length
              ? `All ${counted(chosen.size, 'namespace')}`
              : `${chosen.size} of ${counted(namespaces.length, 'namespace')}`}
          </Button>
          <Button
            variant={looked ? 'secondary' : 'primary'}
            busy={busy}
            disabled={chosen.size === 0}
            onClick={onLook}
            className="max-md:flex-1"
          >
            {looked ? 'Look again' : 'Look what is there'}
          </Button>
        </div>
        {part !== null && (
          <p className="flex flex-wrap items-center gap-x-3 text-muted-foreground text-xs">
            Namespaces {part.from} to {part.to} of {part.of.toLocaleString('en')} by name: so many are read at once.
            {part.page > 1 && (
              <Button variant="link" onClick={() => onGo({ platform: platformId, page: part.page - 1 })}>
                Those before
              </Button>
            )}
            {part.to < part.of && (
              <Button variant="link" onClick={() => onGo({ platform: platformId, page: part.page + 1 })}>
                Those after
              </Button>
            )}
          </p>
        )}
        {open && (
          <div id={list} className="rounded-lg border">
            <div className="flex flex-wrap items-center gap-2 border-b p-2">
              <Input
                aria-label="Search namespaces"
                placeholder="Search namespaces"
                value={search}
                onChange={(event) => setSearch(event.target.value)}
                className="w-64 max-md:w-full"
              />
              <Button variant="ghost" onClick={() => onChoose(new Set([...chosen, ...shown.map(({ id }) => id)]))}>
                Select {search === '' ? 'all' : 'these'}
              </Button>
              <Button variant="ghost" onClick={() => onChoose(new Set())}>
                Clear
              </Button>
            </div>
            <ul className="max-h-64 overflow-y-auto py-1">
              {shown.map((namespace) => (
                <Choice key={namespace.id} namespace={namespace} chosen={chosen} onChoose={onChoose} />
              ))}
              {shown.length === 0 && <li className="px-3 py-2 text-muted-foreground">None is called so.</li>}
            </ul>
          </div>
        )}
      </CardBody>
    </Card>
  )
}

function Choice({
  namespace: { id, name, providerCount },
  chosen,
  onChoose,
}: Pick<SourceCardProps, 'chosen' | 'onChoose'> & { namespace: SourceNamespace }) {
  const box = useId()
  const toggle = (on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(id)
    else next.delete(id)
    onChoose(next)
  }
  return (
    <li className="flex min-h-9 items-center gap-3 px-3 hover:bg-accent max-md:min-h-11">
      <Checkbox id={box} checked={chosen.has(id)} onCheckedChange={(on) => toggle(on === true)} />
      <label htmlFor={box} dir="auto" className="min-w-0 flex-1 truncate">
        {name}
      </label>
      <span className="text-muted-foreground text-xs">
        {providerCount === null ? 'not counted yet' : counted(providerCount, 'provider')}
      </span>
    </li>
  )
}
