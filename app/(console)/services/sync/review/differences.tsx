import { Notice } from '#components/ui/notice.tsx'
import type { PlanDifference } from '#lib/sync/schema.ts'
import { counted } from '../words.ts'

const MOST = 12

/** What has changed between the plan that was confirmed and what is there now; the new plan stands below and is asked for again. */
export function Differences({ differences }: { differences: readonly PlanDifference[] }) {
  return (
    <Notice
      kind="warn"
      alert
      title={`The namespaces have changed meanwhile: ${counted(differences.length, 'difference')}. Nothing was written.`}
      className="mb-3"
    >
      <ul className="mt-1">
        {differences.slice(0, MOST).map(({ namespace, service, message }) => (
          <li key={`${namespace}/${service}/${message}`}>
            <span className="font-medium text-foreground">
              {service} → {namespace}
            </span>
            : {message}
          </li>
        ))}
        {differences.length > MOST && <li>and {differences.length - MOST} more</li>}
      </ul>
      <p className="mt-1">Below is the plan as it is now. Confirm it, or go back.</p>
    </Notice>
  )
}
