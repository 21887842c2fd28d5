import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { requirePageContext } from '#app/server/context.ts'
import { ServiceIcon } from '#components/services/service-icon.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { errorStatus, roleMay } from '#lib/core/index.ts'
import { getToken, type TokenDetail } from '#lib/tokens/index.ts'
import { CallsCard } from '../../calls/calls-card.tsx'
import { loadCallsQuery } from '../../calls/query.ts'
import { TokenFormDialog } from '../form/token-form-dialog.tsx'
import { mayWriteTokens } from '../permissions.ts'
import { tokenName } from '../words.ts'
import { FactsCard } from './facts-card.tsx'
import { HistoryCard } from './history-card.tsx'
import { StateBadge } from './state-badge.tsx'
import { StateNotice } from './state-notice.tsx'
import { TokenActions } from './token-actions.tsx'
import { ToolsCard } from './tools-card.tsx'

const readToken = cache(async (tokenId: string): Promise<TokenDetail> => {
  const ctx = await requirePageContext()
  try {
    return await getToken(ctx, { tokenId })
  } catch (error) {
    // Deleted long after its end, or an address that never was one.
    if ([404, 422].includes(errorStatus(error))) notFound()
    throw error
  }
})

export async function generateMetadata({ params }: PageProps<'/tokens/[id]'>): Promise<Metadata> {
  const token = await readToken((await params).id)
  return { title: `Token of ${tokenName(token)}` }
}

/** One token: for whom, what it lets through, what became of it. */
export default async function TokenPage({ params, searchParams }: PageProps<'/tokens/[id]'>) {
  const [{ id }, { form }] = await Promise.all([params, searchParams])
  const ctx = await requirePageContext()
  const token = await readToken(id)
  const mayWrite = mayWriteTokens(ctx)
  const mayReadAudit = ctx.actor.kind === 'user' && roleMay(ctx.actor.role, 'audit.read')
  const { service } = token
  const query = await loadCallsQuery(searchParams)
  return (
    <>
      <PageHeader
        parent={{ label: 'Tokens', href: '/tokens' }}
        icon={<ServiceIcon name={service.name} icon={service.iconEmoji} background={service.iconColor} size={40} />}
        title={<span dir="auto">{tokenName(token)}</span>}
        badge={<StateBadge token={token} />}
        detail={
          <>
            <span className="font-mono text-xs">{token.prefix}…</span>
            {token.namespace === null ? ' · made by hand' : ` · ${token.namespace.platformName}`}
          </>
        }
        actions={mayWrite && <TokenActions token={token} />}
      />
      <div className="grid grid-cols-[minmax(0,1fr)_20.5rem] items-start gap-5 px-6 pb-6 max-lg:grid-cols-1 max-md:px-4">
        <StateNotice token={token} />
        <div className="flex min-w-0 flex-col gap-5">
          <CallsCard ctx={ctx} of={{ tokenId: id }} query={query} />
          <ToolsCard token={token} />
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <FactsCard token={token} />
          <HistoryCard token={token} auditHref={mayReadAudit ? `/audit?q=${id}` : undefined} />
        </div>
      </div>
      {form === id && mayWrite && token.state !== 'ended' && (
        <TokenFormDialog
          key={id}
          token={token}
          services={[]}
          moreServices={false}
          serviceId={null}
          closeHref={`/tokens/${id}`}
        />
      )}
    </>
  )
}
