import { notify } from '#components/ui/toast.tsx'
import { countOf } from './words.ts'

/** Says that runs have begun which give bindings new tokens, and leads to them. */
export function tellRuns(runs: readonly { id: string; number: number }[]): void {
  const [first] = runs
  if (first === undefined) notify.good('Nothing was to be rolled.')
  else if (runs.length === 1)
    notify.good(`Synchronization #${first.number} is rolling them.`, {
      link: { label: 'Watch it', href: `/syncs/${first.id}` },
    })
  else
    notify.good(`${countOf(runs.length, 'synchronization')} are rolling them.`, {
      link: { label: 'See them', href: '/syncs' },
    })
}
