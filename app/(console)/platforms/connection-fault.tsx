'use client'

import { Button, LinkButton } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { PlatformFacts } from '#lib/platforms/index.ts'
import { formRemedy } from './connection.ts'
import type { PlatformPermissions } from './permissions.ts'
import type { FormFocus } from './search-params.ts'

interface ConnectionFaultProps {
  platform: PlatformFacts
  may: PlatformPermissions
  testing: boolean
  onTest: () => void
  editHref: (focus: FormFocus) => string
}

/** Why a platform cannot be used now, and the next step; nothing where it can. */
export function ConnectionFault({ platform, may, testing, onTest, editHref }: ConnectionFaultProps) {
  if (platform.status !== 'unreachable') return null
  const remedy = formRemedy(platform)
  return (
    <Notice
      kind="bad"
      alert
      title={platform.statusMessage}
      action={
        remedy !== undefined && may.write ? (
          <LinkButton href={editHref(remedy.focus)} scroll={false}>
            {remedy.label}
          </LinkButton>
        ) : (
          may.refresh && (
            <Button busy={testing} onClick={onTest}>
              Test again
            </Button>
          )
        )
      }
    >
      {platform.statusNext}
    </Notice>
  )
}
