import { notify } from '#components/ui/toast.tsx'
import { countOf } from './words.ts'

/** Says that runs have begun which give bindings new tokens, and leads to them. */
export function tellRuns(runs: readonly { id: string; number: number }[], tokens?: number): void {
  const [first] = runs
  const what =
    tokens === undefined
      ? 'The tokens are'
      : tokens === 1
        ? 'The token is'
        : `${tokens.toLocaleString('en')} tokens are`
  if (first === undefined) notify.good('Nothing was to be rolled.')
  else if (runs.length === 1)
    notify.good(`${what} being rolled by synchronization #${first.number}.`, {
      link: { label: 'Watch it', href: `/syncs/${first.id}` },
    })
  else
    notify.good(`${what} being rolled by ${countOf(runs.length, 'synchronization')}.`, {
      link: { label: 'See them', href: '/syncs' },
    })
}
