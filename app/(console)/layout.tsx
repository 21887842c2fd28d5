import type { ReactNode } from 'react'
import { SessionKeeper } from '#app/login/session-keeper.tsx'
import { requirePageContext } from '#app/server/context.ts'
import { signOut } from '#app/server/sign-out.ts'
import { ConsoleShell } from '#components/shell/console-shell.tsx'
import { type Permission, roleMay } from '#lib/core/index.ts'
import { ownAccount } from '#lib/identity/index.ts'
import { search } from './search.ts'

/** Places that not every role may see; the server refuses them all the same. */
const GUARDED: Record<string, Permission> = { '/users': 'users.read', '/audit': 'audit.read' }

/** The console: only with an open session, around every page of it. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { name, email, role, singleKeys } = await ownAccount(await requirePageContext())
  const hidden = Object.entries(GUARDED).flatMap(([href, permission]) => (roleMay(role, permission) ? [] : [href]))
  return (
    <ConsoleShell
      user={{ name, email, role }}
      keysEnabled={singleKeys}
      hidden={hidden}
      signOut={signOut}
      search={search}
    >
      <SessionKeeper email={email}>{children}</SessionKeeper>
    </ConsoleShell>
  )
}
