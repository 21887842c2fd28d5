import type { Metadata } from 'next'
import { serverDatabase } from '#app/server/database.ts'
import { installationLine } from '#app/server/installation-line.ts'
import { StandalonePage } from '#components/shell/standalone-page.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { FerryError } from '#lib/core/index.ts'
import { readPasswordLink } from '#lib/identity/index.ts'
import { LinkPasswordForm } from '../link-password-form.tsx'

// The address holds a one-time secret: no other site may learn it.
export const metadata: Metadata = { title: 'New password', referrer: 'no-referrer' }

/** The page a one-time link leads to: sets a password and signs in, or says why the link works no more. */
export default async function PasswordLinkPage({ params }: PageProps<'/password/[token]'>) {
  const { token } = await params
  const link = await lookUp(token)
  return (
    <StandalonePage title="Set your password" footer={await installationLine()}>
      {link instanceof FerryError ? (
        <Notice kind="bad" title={link.message} action={<LinkButton href="/login">Sign in</LinkButton>}>
          {link.next}
        </Notice>
      ) : (
        <LinkPasswordForm token={token} email={link.email} />
      )}
    </StandalonePage>
  )
}

async function lookUp(token: string) {
  try {
    return await readPasswordLink((await serverDatabase()).db, token)
  } catch (error) {
    if (error instanceof FerryError) return error
    throw error
  }
}
