import { Status } from '#components/status/status.tsx'
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx'
import type { BindingView } from '#lib/sync/schema.ts'

const STATES = { in_sync: 'in-sync', failed: 'failed', unknown: 'unknown' } as const

const TOKENS = { none: 'no token', entered: 'entered token', generated: 'generated token' } as const

/** Where a service is bound, and how it stands there. */
export function BindingsCard({ bindings }: { bindings: BindingView[] }) {
  const platforms = new Set(bindings.map(({ platformId }) => platformId)).size
  const { length } = bindings
  return (
    <Card>
      <CardHeader
        title={length === 0 ? 'In no namespace' : length === 1 ? 'In 1 namespace' : `In ${length} namespaces`}
      />
      {length === 0 ? (
        <CardBody className="text-muted-foreground">Synchronize it to bring its tools to a platform.</CardBody>
      ) : (
        <ul>
          {bindings.map((binding) => (
            <li key={binding.id} className="flex flex-wrap items-center gap-x-3 border-b px-4 py-2 last:border-b-0">
              <span className="min-w-0 flex-1 truncate font-medium" title={binding.namespaceName}>
                {binding.namespaceName}{' '}
                {platforms > 1 && <span className="font-normal text-muted-foreground">{binding.platformName}</span>}
              </span>
              {binding.pending.length > 0 && binding.state === 'in_sync' ? (
                <Status state="pending" />
              ) : (
                <Status state={STATES[binding.state]} />
              )}
              <span className="w-24 truncate text-right text-muted-foreground text-xs">
                {binding.pending.length > 0
                  ? `${binding.pending.join(', ')} ${binding.pending.length === 1 ? 'differs' : 'differ'}`
                  : TOKENS[binding.tokenMode]}
                {binding.tokenPrefix !== null && (
                  <span className="block truncate font-mono" title={binding.tokenPrefix}>
                    {binding.tokenPrefix}
                  </span>
                )}
              </span>
              {binding.state !== 'in_sync' && binding.stateMessage && (
                <p className="basis-full break-words text-muted-foreground text-xs">{binding.stateMessage}</p>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
