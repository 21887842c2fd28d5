import { Card, CardBody, CardHeader } from '#components/ui/card.tsx'
import type { ReleaseCapabilities } from '#lib/platforms/index.ts'
import { judgedAs, ReleaseAbilities } from '../release-abilities.tsx'

/** What the release of a platform can and cannot do. */
export function ReleaseCard({ capabilities }: { capabilities: ReleaseCapabilities }) {
  const judged = judgedAs(capabilities)
  return (
    <Card id="release" className="scroll-mt-4">
      <CardHeader title={`What release ${capabilities.release} can do`} />
      <CardBody>
        {judged !== null && <p className="mb-2 text-muted-foreground first-letter:uppercase">{judged}.</p>}
        <ReleaseAbilities capabilities={capabilities} />
      </CardBody>
    </Card>
  )
}
