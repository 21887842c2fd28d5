'use client'

import { Button } from '#components/ui/button.tsx'
import { useChecks } from '../services/use-checks.ts'

/** Checks one service from the overview. */
export function CheckNowButton({ id }: { id: string }) {
  const { checking, check } = useChecks()
  return (
    <Button busy={checking.has(id)} onClick={() => check(id)}>
      {checking.has(id) ? 'Checking' : 'Check now'}
    </Button>
  )
}
