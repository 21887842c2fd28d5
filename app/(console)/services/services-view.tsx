'use client'

import { Import, Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import { type ReactNode, useTransition } from 'react'
import { DataTable } from '#components/data-table/data-table.tsx'
import { useKeys } from '#components/keys/use-keys.ts'
import { LinkButton } from '#components/ui/button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import type { CheckAllProgress, NamespaceChoice, ServiceList } from '#lib/services/index.ts'
import { useAwaiting } from '../use-refreshing.ts'
import type { ServicePermissions } from './permissions.ts'
import { PhoneServiceRow } from './phone-service-row.tsx'
import { remedyLabel } from './remedy.ts'
import { useRemoval } from './remove-service-dialog.tsx'
import { RowMenu } from './row-menu.tsx'
import { type ServicesParams, servicesHref, servicesParams } from './search-params.ts'
import { SelectionMenu } from './selection-menu.tsx'
import { type ServiceTableRow, serviceColumns } from './service-columns.tsx'
import { ServicesCounts } from './services-counts.tsx'
import { NoServices, NothingMatches } from './services-empty.tsx'
import { ServicesToolbar } from './services-toolbar.tsx'
import { StatusCell } from './status-cell.tsx'
import { SyncButton } from './sync-button.tsx'
import { useChecks } from './use-checks.ts'
import { useDraft } from './use-draft.ts'
import { useServiceSelection } from './use-service-selection.ts'

interface ServicesViewProps {
  list: Omit<ServiceList, 'rows'> & { rows: ServiceTableRow[] }
  params: ServicesParams
  namespaces: NamespaceChoice[]
  progress: CheckAllProgress | null
  may: ServicePermissions
  /** The second way of a fresh system, where there is a demo. */
  demo?: ReactNode
}

/** The page «MCP Service Management»: all services, selected here to be carried to platforms. */
export function ServicesView({ list, params, namespaces, progress, may, demo }: ServicesViewProps) {
  const router = useRouter()
  const [moving, startTransition] = useTransition()
  const [, setParams] = useQueryStates(servicesParams, { shallow: false, startTransition, history: 'push' })
  const { checking, check } = useChecks()
  const { starting, start } = useDraft((draft) => servicesHref({ ...params, form: null, focus: null, draft }))
  const removal = useRemoval(() => router.refresh())
  const selection = useServiceSelection(list, params)
  const { counts } = list
  useAwaiting(counts.unchecked)

  const formHref = (form: string) => servicesHref({ ...params, form, focus: null })
  const synchronize = () => start('sync', [...selection.selected])
  useKeys([
    {
      keys: 's',
      label: 'synchronize',
      group: 'Lists',
      run: () => may.sync && selection.selected.size > 0 && synchronize(),
    },
  ])
  const syncButton = (
    <SyncButton
      selected={selection.selected.size}
      selectable={counts.normal > 0}
      busy={starting}
      onStart={synchronize}
    />
  )
  const columns = serviceColumns(params.columns, {
    status: (row) => (
      <StatusCell
        service={row}
        checking={checking.has(row.id)}
        onCheck={() => check(row.id)}
        mayCheck={may.check}
        mayWrite={may.write}
      />
    ),
    menu: (row) => (
      <RowMenu
        service={row}
        may={may}
        bound={row.bindings !== undefined}
        editHref={formHref(row.id)}
        onCheck={() => check(row.id)}
        onSynchronize={() => start('sync', [row.id])}
        onRemoveFromNamespaces={() => start('remove', [row.id])}
        onRemove={() => removal.ask(row)}
      />
    ),
  })
  return (
    <>
      <PageHeader
        title="MCP Service Management"
        detail={<ServicesCounts counts={counts} />}
        actions={
          counts.all > 0 && (
            <div className="flex gap-2 max-md:hidden">
              {may.write && (
                <>
                  <LinkButton icon={<Import />} href="/services/import">
                    Import
                  </LinkButton>
                  <LinkButton icon={<Plus />} href={formHref('new')} scroll={false}>
                    Add service
                  </LinkButton>
                </>
              )}
              {may.sync && (
                <>
                  <SelectionMenu
                    selected={selection.selected.size}
                    onRemoveFromNamespaces={() => start('remove', [...selection.selected])}
                  />
                  {syncButton}
                </>
              )}
            </div>
          )
        }
        toolbar={
          counts.all > 0 && (
            <ServicesToolbar
              params={params}
              namespaces={namespaces}
              progress={progress}
              may={may}
              addHref={formHref('new')}
              onChange={(change) => void setParams(change)}
            />
          )
        }
      />
      {counts.all === 0 ? (
        <div className="px-6 pb-6 max-md:px-4">
          <NoServices mayWrite={may.write} demo={demo} />
        </div>
      ) : (
        <DataTable<ServiceTableRow>
          label="MCP services"
          columns={columns}
          rows={list.rows}
          rowId={(row) => row.id}
          rowName={(row) => row.name}
          rowHref={(row) => `/services/${row.id}`}
          sorting={{
            column: params.sort,
            direction: params.dir,
            href: (sort, dir) => servicesHref({ ...params, sort: sort as ServicesParams['sort'], dir, page: 1 }),
          }}
          {...(may.sync && { selection: { ...selection, blocked } })}
          paging={{
            page: list.page,
            pageSize: list.pageSize,
            total: list.matching,
            href: (page) => servicesHref({ ...params, page }),
          }}
          rowKeys={[
            ...(may.check
              ? [{ keys: 'c', label: 'check now', run: (row: ServiceTableRow) => void check(row.id) }]
              : []),
            ...(may.write
              ? [
                  {
                    keys: 'e',
                    label: 'edit',
                    run: (row: ServiceTableRow) => router.push(formHref(row.id), { scroll: false }),
                  },
                ]
              : []),
          ]}
          keyHints={may.sync ? [{ keys: 's', label: 'synchronize' }] : []}
          hint="Select services to carry them to a platform"
          busy={moving}
          phoneRow={(row) => (
            <PhoneServiceRow
              service={row}
              checking={checking.has(row.id)}
              mayCheck={may.check}
              mayWrite={may.write}
              onCheck={() => check(row.id)}
            />
          )}
          phoneAction={
            may.sync && (
              <div className="flex gap-2 [&>:last-child]:flex-1">
                <SelectionMenu
                  selected={selection.selected.size}
                  onRemoveFromNamespaces={() => start('remove', [...selection.selected])}
                />
                {syncButton}
              </div>
            )
          }
          empty={<NothingMatches params={params} all={counts.all} />}
        />
      )}
      {removal.dialog}
    </>
  )
}

function blocked(row: ServiceTableRow): string | null {
  if (row.status === 'normal') return null
  if (row.status === 'unchecked') return 'Can’t be selected: unchecked. Check it first.'
  return `Can’t be selected: abnormal. ${row.statusNext ?? `${remedyLabel(row)}.`}`
}
