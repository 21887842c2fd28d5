import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { serverDatabase } from '#app/server/database.ts'
import { installationLine } from '#app/server/installation-line.ts'
import { StandalonePage } from '#components/shell/standalone-page.tsx'
import { isSetUp } from '#lib/identity/index.ts'
import { SetUpForm } from './set-up-form.tsx'

export const metadata: Metadata = { title: 'Set up' }

/** The first page of a fresh installation; afterwards it leads to the overview. */
export default async function SetUpPage() {
  if (await isSetUp((await serverDatabase()).db)) redirect('/')
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
