import { Notice } from '#components/ui/notice.tsx'
import type { BindingView } from '#lib/sync/schema.ts'

/** What was changed here and is not carried over yet; nothing when there is nothing. */
export function PendingNotice({ name, bindings }: { name: string; bindings: BindingView[] }) {
  const waiting = bindings.filter(({ pending }) => pending.length > 0)
  if (waiting.length === 0) return null
  const fields = [...new Set(waiting.flatMap(({ pending }) => pending))]
  const places = waiting.slice(0, 4).map(({ namespaceName }) => namespaceName)
  const more = waiting.length > places.length ? ` and ${waiting.length - places.length} more` : ''
  return (
    <Notice kind="pending" className="col-span-full">
      <p>
        <span className="font-medium text-foreground">
          {name} was changed ({fields.join(', ')})
        </span>{' '}
        and that is not yet carried to {waiting.length} of {bindings.length}{' '}
        {bindings.length === 1 ? 'namespace' : 'namespaces'}: {places.join(', ')}
        {more}.
      </p>
    </Notice>
  )
}
