'use client'

import { SlidersHorizontal } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx'
import { FilterSelect } from '#components/ui/select.tsx'
import type { NamespaceChoice } from '#lib/services/index.ts'
import { SERVICE_STATUSES, type ServiceStatus } from '#lib/services/schema.ts'

interface FiltersProps {
  status: ServiceStatus | null
  namespace: string | null
  namespaces: readonly NamespaceChoice[]
  warned: boolean
  onStatus: (status: ServiceStatus | null) => void
  onNamespace: (namespace: string | null) => void
  onWarned: (warned: boolean) => void
}

/** The filters of the table: side by side, and on a phone behind one button. */
export function Filters(props: FiltersProps) {
  const active = (props.status === null ? 0 : 1) + (props.namespace === null ? 0 : 1) + (props.warned ? 1 : 0)
  return (
    <>
      <div className="flex gap-2 max-md:hidden">
        <Selects {...props} />
      </div>
      <div className="md:hidden">
        <Popover>
          <PopoverTrigger asChild>
            <Button icon={<SlidersHorizontal />} {...(active > 0 && { count: active })}>
              Filter
            </Button>
          </PopoverTrigger>
          <PopoverContent aria-label="Filter" align="end" className="flex flex-col gap-2">
            <Selects {...props} />
          </PopoverContent>
        </Popover>
      </div>
    </>
  )
}

function Selects({ status, namespace, namespaces, warned, onStatus, onNamespace, onWarned }: FiltersProps) {
  const platforms = new Set(namespaces.map(({ platformName }) => platformName)).size
  return (
    <>
      <FilterSelect
        label="Status"
        options={SERVICE_STATUSES.map((value) => ({ value, label: value }))}
        value={status}
        onChange={(value) => onStatus(SERVICE_STATUSES.find((each) => each === value) ?? null)}
      />
      <FilterSelect
        label="Namespace"
        options={namespaces.map(({ id, name, platformName, services }) => ({
          value: id,
          label: name,
          hint: platforms > 1 ? `${platformName} · ${services}` : String(services),
        }))}
        value={namespaces.some(({ id }) => id === namespace) ? namespace : null}
        onChange={onNamespace}
        className="max-w-64"
      />
      {/* The overview leads here; it is no filter of every day. */}
      {warned && (
        <FilterSelect
          label="Registry"
          options={[{ value: 'warned', label: 'warns' }]}
          value="warned"
          onChange={(value) => onWarned(value !== null)}
        />
      )}
    </>
  )
}
