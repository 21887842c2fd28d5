import { StatusSummary } from '#components/status/status.tsx'
import type { ServiceList } from '#lib/services/index.ts'
import { SERVICE_STATUSES } from '#lib/services/schema.ts'

/** How many services there are, and how they stand; states that nobody is in are left out. */
export function ServicesCounts({ counts }: Pick<ServiceList, 'counts'>) {
  const figure = (number: number) => number.toLocaleString('en')
  return (
    <StatusSummary
      parts={[
        { text: counts.all === 1 ? '1 service' : `${figure(counts.all)} services` },
        ...SERVICE_STATUSES.filter((state) => counts[state] > 0).map((state) => ({
          state,
          text: `${figure(counts[state])} ${state}`,
        })),
      ]}
    />
  )
}
