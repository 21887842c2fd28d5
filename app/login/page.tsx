import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { hasOpenSession } from '#app/server/context.ts'
import { serverDatabase } from '#app/server/database.ts'
import { installationLine } from '#app/server/installation-line.ts'
import { StandalonePage } from '#components/shell/standalone-page.tsx'
import { isSetUp, SESSION_HOURS } from '#lib/identity/index.ts'
import { LandingForm } from './landing-form.tsx'
import { LandingNotice } from './landing-notice.tsx'
import { returnPath } from './return-path.ts'

export const metadata: Metadata = { title: 'Sign in' }

const REASONS: Record<string, string> = {
  expired: `Your session ended after ${SESSION_HOURS} hours.`,
  revoked: 'Your session was ended by signing out or by a new password.',
  disabled: 'This account was disabled. An admin can enable it.',
  'signed-out': 'You are signed out.',
}

/** Sign-in: says why one is here again and where one will land. */
export default async function LoginPage({ searchParams }: PageProps<'/login'>) {
  const { next, why } = await searchParams
  const path = returnPath(next)
  if (!(await isSetUp((await serverDatabase()).db))) redirect('/setup')
  if (await hasOpenSession()) redirect(path)
  const reason = typeof why === 'string' && Object.hasOwn(REASONS, why) ? REASONS[why] : undefined
  return (
    <StandalonePage
      title="Sign in to MCP Ferry"
      after="Forgotten it? An admin gives you a link for a new one."
      footer={await installationLine()}
    >
      <LandingNotice next={path} reason={reason} ended={why === 'expired'} />
      <LandingForm next={path} />
    </StandalonePage>
  )
}
