import type { Metadata } from 'next'
import { requirePageContext } from '#app/server/context.ts'
import { PageHeader } from '#components/ui/page-header.tsx'
import { roleMay } from '#lib/core/index.ts'
import { ownAccount } from '#lib/identity/index.ts'
import { environmentFacts, readSettings } from '#lib/settings/index.ts'
import { AccountCard } from './account-card.tsx'
import { EnvironmentCard } from './environment-card.tsx'
import { IntervalsCard } from './intervals-card.tsx'
import { PasswordCard } from './password-card.tsx'
import { ReadingCard } from './reading-card.tsx'
import { RollingCard } from './rolling-card.tsx'

export const metadata: Metadata = { title: 'Settings' }

/** One's own account and browser; for admins also what holds for the whole installation. */
export default async function SettingsPage() {
  const ctx = await requirePageContext()
  const account = await ownAccount(ctx)
  const admin = roleMay(account.role, 'settings.write')
  const settings = admin ? await readSettings(ctx.db) : undefined
  return (
    <>
      <PageHeader title="Settings" />
      <div className="flex max-w-200 flex-col gap-5 px-6 pb-6 max-md:px-4">
        <AccountCard account={account} />
        <PasswordCard email={account.email} />
        <ReadingCard singleKeys={account.singleKeys} />
        {settings && <IntervalsCard settings={settings} />}
        {settings && <RollingCard settings={settings} />}
        {admin && <EnvironmentCard facts={environmentFacts(ctx)} />}
      </div>
    </>
  )
}
