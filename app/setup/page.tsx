import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { serverDatabase } from '#app/server/database.ts'
import { installationLine } from '#app/server/installation-line.ts'
import { StandalonePage } from '#components/shell/standalone-page.tsx'
import { runsServerless } from '#lib/core/index.ts'
import { isSetUp } from '#lib/identity/index.ts'
import { SetUpForm } from './set-up-form.tsx'

export const metadata: Metadata = { title: 'Set up' }

/** The first page of a fresh installation; afterwards it leads to the overview. */
export default async function SetUpPage() {
  if (await isSetUp((await serverDatabase()).db)) redirect('/')
  if (runsServerless()) return <SetUpByEnvironment />
  return (
    <StandalonePage
      width="wide"
      title="Set up MCP Ferry"
      detail="Make the first admin. It takes a minute."
      after="Next: load the demo, or add your first service."
      footer={await installationLine()}
    >
      <SetUpForm />
    </StandalonePage>
  )
}

/** Functions come and go, so that none of them could show a code once. */
async function SetUpByEnvironment() {
  return (
    <StandalonePage
      width="wide"
      title="Set up MCP Ferry"
      detail="The first admin is made from environment variables."
      footer={await installationLine()}
    >
      Set <code>ADMIN_EMAIL</code> and <code>ADMIN_PASSWORD</code> in the project’s settings on Vercel, under
      Environment Variables, and deploy again. Then sign in with them.
    </StandalonePage>
  )
}
