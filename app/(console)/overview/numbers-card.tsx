import { Stat, Stats } from '#components/ui/stats.tsx'
import type { Overview } from '#lib/overview/index.ts'
import { servicesHref } from '../services/search-params.ts'

/** Calm numbers, each a link to what it counts. */
export function NumbersCard({ services, numbers }: Pick<Overview, 'services' | 'numbers'>) {
  const { bindings, platforms, week, calls } = numbers
  return (
    <Stats>
      <Stat
        label="Services"
        value={figure(services.all)}
        detail={parts([
          [services.normal, 'normal'],
          [services.abnormal, 'abnormal'],
          [services.unchecked, 'unchecked'],
        ])}
        href="/services"
      />
      <Stat
        label="In sync"
        value={`${figure(bindings.inSync)} of ${figure(bindings.all)}`}
        detail={`in ${plural(bindings.namespaces, 'namespace')}`}
        href={servicesHref({ sort: 'namespaces', dir: 'desc' })}
      />
      <Stat
        label="Platforms"
        value={figure(platforms.all)}
        detail={`${platforms.reachable} reachable, ${plural(platforms.namespaces, 'namespace')}`}
        href="/platforms"
      />
      <Stat
        label="Synchronizations, 7 days"
        value={figure(week.runs)}
        detail={`${plural(week.items, 'item')}${week.failed > 0 ? `, ${figure(week.failed)} failed` : ''}`}
        href="/syncs"
      />
      <Stat
        label="Calls of tools, 24 hours"
        value={figure(calls.all)}
        detail={calls.errors > 0 ? `${figure(calls.errors)} failed or refused` : 'through the gateway'}
        href="/tokens"
      />
    </Stats>
  )
}

const figure = (number: number): string => number.toLocaleString('en')

const plural = (number: number, word: string): string => `${figure(number)} ${word}${number === 1 ? '' : 's'}`

function parts(list: [number, string][]): string {
  const words = list.filter(([number]) => number > 0).map(([number, word]) => `${figure(number)} ${word}`)
  return words.length === 0 ? 'none yet' : words.join(', ')
}
