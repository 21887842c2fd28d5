import type { Metadata } from 'next'
import { requirePageContext } from '#app/server/context.ts'
import { PageHeader } from '#components/ui/page-header.tsx'
import { roleMay } from '#lib/core/index.ts'
import { type Overview, readOverview } from '#lib/overview/index.ts'
import { demoSlot } from './demo-slot.tsx'
import { AttentionCard } from './overview/attention-card.tsx'
import { ChecksChart } from './overview/checks-chart.tsx'
import { FirstSteps } from './overview/first-steps.tsx'
import { LastRuns } from './overview/last-runs.tsx'
import { NumbersCard } from './overview/numbers-card.tsx'
import { Today } from './overview/today.tsx'
import { servicePermissions } from './services/permissions.ts'

export const metadata: Metadata = { title: 'Overview' }

/** The first page after signing in: what needs attention, then calm numbers; for a fresh system the first steps. */
export default async function OverviewPage() {
  const ctx = await requirePageContext()
  const overview = await readOverview(ctx)
  const may = servicePermissions(ctx)
  const mayConnect = ctx.actor.kind === 'user' && roleMay(ctx.actor.role, 'platforms.write')
  const { firstSteps, attention, services, numbers, checks, lastRuns } = overview
  const fresh = firstSteps !== null && !firstSteps.services && !firstSteps.platform
  return (
    <>
      <PageHeader
        title="Overview"
        detail={
          <>
            {summary(overview)}
            {!fresh && <Today at={new Date()} />}
          </>
        }
      />
      <div className="flex flex-col gap-5 px-6 pb-6 max-md:px-4">
        {firstSteps && (
          <FirstSteps
            done={firstSteps}
            mayAdd={may.write}
            mayConnect={mayConnect}
            maySync={may.sync}
            demo={demoSlot(ctx)}
          />
        )}
        {!fresh && (
          <>
            {(firstSteps === null || attention.items.length > 0) && <AttentionCard attention={attention} may={may} />}
            <NumbersCard services={services} numbers={numbers} />
            <div className="grid grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)] items-start gap-5 max-lg:grid-cols-1">
              <ChecksChart bars={checks} />
              <LastRuns runs={lastRuns} />
            </div>
          </>
        )}
      </div>
    </>
  )
}

function summary({ firstSteps, attention }: Overview): string {
  const things = attention.items.length + attention.moreServices
  if (things > 0) return things === 1 ? '1 thing needs attention' : `${things} things need attention`
  if (firstSteps === null) return 'Nothing needs attention'
  const left = [firstSteps.services, firstSteps.platform, false].filter((done) => !done).length
  if (left === 3) return 'Nothing here yet: three steps to the first tools in Dify'
  return left === 2 ? 'Two steps to the first tools in Dify' : 'One step to the first tools in Dify'
}
