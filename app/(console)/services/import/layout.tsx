import type { ReactNode } from 'react'
import { requirePageContext } from '#app/server/context.ts'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Forbidden } from '../../forbidden.tsx'
import { servicePermissions } from '../permissions.ts'
import { ImportTabs } from './import-tabs.tsx'

/** Around every way of importing: the title and the tabs. */
export default async function ImportLayout({ children }: { children: ReactNode }) {
  const ctx = await requirePageContext()
  if (!servicePermissions(ctx).write) return <Forbidden title="Import services" />
  return (
    <>
      <PageHeader
        parent={{ label: 'MCP Service Management', href: '/services' }}
        title="Import services"
        detail="What is there already, taken over in minutes."
      />
      <div className="mb-5 border-b px-6 max-md:px-4">
        <ImportTabs />
      </div>
      {children}
    </>
  )
}
