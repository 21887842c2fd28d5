import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { requirePageContext } from '#app/server/context.ts'
import { listServices, namespaceChoices, readCheckAllProgress } from '#lib/services/index.ts'
import { bindingSummaryByService } from '#lib/sync/index.ts'
import { demoSlot } from '../demo-slot.tsx'
import { ServiceForm } from './form/service-form.tsx'
import { servicePermissions } from './permissions.ts'
import { filterOf, loadServicesParams, servicesHref } from './search-params.ts'
import { ServicesView } from './services-view.tsx'
import { SyncDialog } from './sync/sync-dialog.tsx'

export const metadata: Metadata = { title: 'MCP Service Management' }

/** All services: found, checked, selected, carried to platforms. Its whole state stands in the address. */
export default async function ServicesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePageContext()
  const params = await loadServicesParams(searchParams)
  const { sort, dir: direction, page } = params
  const [list, namespaces, progress] = await Promise.all([
    listServices(ctx, { ...filterOf(params), sort, direction, page: Math.max(1, page) }),
    namespaceChoices(ctx),
    readCheckAllProgress(ctx),
  ])
  const summaries = await bindingSummaryByService(
    ctx,
    list.rows.map(({ id }) => id),
  )
  const rows = list.rows.map((row) => {
    const bindings = summaries.get(row.id)
    return bindings === undefined ? row : { ...row, bindings }
  })
  const may = servicePermissions(ctx)
  return (
    <>
      <ServicesView
        list={{ ...list, rows }}
        params={params}
        namespaces={namespaces}
        progress={progress}
        may={may}
        demo={demoSlot(ctx)}
      />
      {params.form !== null && may.write && (
        <ServiceForm
          ctx={ctx}
          form={params.form}
          focus={params.focus}
          closeHref={servicesHref({ ...params, form: null, focus: null })}
        />
      )}
      {params.draft !== null && may.sync && <SyncDialog draftId={params.draft} />}
    </>
  )
}
