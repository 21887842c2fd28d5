import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { requirePageContext } from '#app/server/context.ts'
import { ServiceIcon } from '#components/services/service-icon.tsx'
import { StatusBadge } from '#components/status/status.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { errorStatus } from '#lib/core/index.ts'
import { latestVersion } from '#lib/registry/index.ts'
import { getService, type ServiceDetail } from '#lib/services/index.ts'
import { bindingsOfService } from '#lib/sync/index.ts'
import { CallsCard } from '../../calls/calls-card.tsx'
import { loadCallsQuery } from '../../calls/query.ts'
import { ServiceForm } from '../form/service-form.tsx'
import { servicePermissions } from '../permissions.ts'
import { BindingsCard } from './bindings-card.tsx'
import { ChecksCard } from './checks-card.tsx'
import { FactsCard } from './facts-card.tsx'
import { PendingNotice } from './pending-notice.tsx'
import { RegistryNotice } from './registry-notice.tsx'
import { ServiceActions } from './service-actions.tsx'
import { StatusNotice } from './status-notice.tsx'
import { TokensCard } from './tokens-card.tsx'
import { ToolsCard } from './tools-card.tsx'

interface PageProps {
  params: Promise<{ id: string }>
  searchParams: Promise<{
    form?: string
    focus?: string
    calls?: string
    ended?: string
    tool?: string
    older?: string
  }>
}

const readService = cache(async (id: string): Promise<ServiceDetail> => {
  const ctx = await requirePageContext()
  try {
    return await getService(ctx, { id })
  } catch (error) {
    // Removed, or an address that never was one.
    if ([404, 422].includes(errorStatus(error))) notFound()
    throw error
  }
})

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await readService((await params).id)).name }
}

/** One service: how it has been, what it offers, where it is bound. */
export default async function ServicePage({ params, searchParams }: PageProps) {
  const [{ id }, { form, focus }] = await Promise.all([params, searchParams])
  const ctx = await requirePageContext()
  const service = await readService(id)
  const [bindings, latest] = await Promise.all([
    bindingsOfService(ctx, id),
    service.origin === null ? null : latestVersion(ctx, service.origin),
  ])
  const may = servicePermissions(ctx)
  const query = await loadCallsQuery(searchParams)
  const { tools, checks, latency, ...facts } = service
  return (
    <>
      <PageHeader
        parent={{ label: 'MCP Service Management', href: '/services' }}
        icon={<ServiceIcon name={service.name} icon={service.iconEmoji} background={service.iconColor} size={40} />}
        title={<span dir="auto">{service.name}</span>}
        badge={<StatusBadge state={service.status} />}
        detail={
          <span className="break-words">
            <span className="font-mono text-xs">{service.identifier}</span>
            {service.description !== '' && ` · ${service.description}`}
          </span>
        }
        actions={<ServiceActions service={facts} may={may} bindings={bindings} />}
      />
      <div className="grid grid-cols-[minmax(0,1fr)_20.5rem] items-start gap-5 px-6 pb-6 max-lg:grid-cols-1 max-md:px-4">
        <StatusNotice service={facts} mayWrite={may.write} />
        <RegistryNotice service={facts} mayWrite={may.write} />
        <PendingNotice name={service.name} bindings={bindings} />
        <div className="flex min-w-0 flex-col gap-5">
          <ChecksCard checks={checks} latency={latency} />
          <CallsCard ctx={ctx} of={{ serviceId: id }} query={query} />
          <ToolsCard tools={tools} status={service.status} />
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <FactsCard service={facts} latest={latest} />
          <BindingsCard bindings={bindings} />
          <TokensCard ctx={ctx} serviceId={id} />
        </div>
      </div>
      {form === id && may.write && (
        <ServiceForm ctx={ctx} form={id} focus={focus ?? null} closeHref={`/services/${id}`} />
      )}
    </>
  )
}
