import type { Metadata } from 'next'
import { StandalonePage } from '#components/shell/standalone-page.tsx'
import { LinkButton } from '#components/ui/button.tsx'

export const metadata: Metadata = { title: 'No such page' }

/** What stands at an address that leads nowhere. */
export default function NotFound() {
  return (
    <StandalonePage title="There is nothing at this address">
      <p className="text-muted-foreground">It may have been removed, or the address is incomplete.</p>
      <LinkButton href="/" className="mt-4">
        Go to Overview
      </LinkButton>
    </StandalonePage>
  )
}
