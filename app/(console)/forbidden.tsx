import { Lock } from 'lucide-react'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'

/** In place of a page that the reader's role may not see. */
export function Forbidden({ title }: { title: string }) {
  return (
    <>
      <PageHeader title={title} />
      <div className="px-6 pb-6 max-md:px-4">
        <EmptyState icon={<Lock />} title="Your role may not see this page">
          An admin can change your role on the Users page.
        </EmptyState>
      </div>
    </>
  )
}
