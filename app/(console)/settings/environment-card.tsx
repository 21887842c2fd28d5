import { Card, CardHeader } from '#components/ui/card.tsx'
import type { EnvironmentFact } from '#lib/settings/index.ts'

/** What the environment sets, read only; of secrets only whether they are set. */
export function EnvironmentCard({ facts }: { facts: EnvironmentFact[] }) {
  return (
    <Card>
      <CardHeader title="What the environment sets" detail="Read when the server starts" />
      <dl>
        {facts.map(({ name, shown, given, what }) => (
          <div
            key={name}
            className="grid grid-cols-[9rem_minmax(0,1fr)] gap-x-4 border-b px-4 py-2 last:border-b-0 md:grid-cols-[9rem_minmax(0,1fr)_minmax(0,1fr)]"
          >
            <dt className="font-mono text-xs leading-5">{name}</dt>
            <dd className="break-words">
              <span className="font-mono text-xs">{shown.replaceAll(',', ', ')}</span>
              {!given && shown !== 'not set' && <span className="text-muted-foreground"> default</span>}
            </dd>
            <dd className="text-muted-foreground max-md:col-span-2 max-md:text-xs">{what}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
