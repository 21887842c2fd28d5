'use client'

import { Braces, Download, Import, Plus } from 'lucide-react'
import { buttonVariants, LinkButton } from '#components/ui/button.tsx'
import { SearchBox } from '#components/ui/search-box.tsx'
import type { CheckAllProgress, NamespaceChoice } from '#lib/services/index.ts'
import { CheckAllButton } from './check-all-button.tsx'
import { ColumnsMenu } from './columns-menu.tsx'
import { Filters } from './filters.tsx'
import type { ServicePermissions } from './permissions.ts'
import { exportHref, type ServicesParams } from './search-params.ts'

interface ServicesToolbarProps {
  params: ServicesParams
  namespaces: NamespaceChoice[]
  progress: CheckAllProgress | null
  may: ServicePermissions
  addHref: string
  onChange: (change: Partial<ServicesParams>) => void
}

/** Search and filters at the left, what concerns the whole table at the right. */
export function ServicesToolbar({ params, namespaces, progress, may, addHref, onChange }: ServicesToolbarProps) {
  const filter = (change: Partial<ServicesParams>) => onChange({ page: 1, ...change })
  return (
    <>
      <SearchBox label="Search name, identifier or tool" value={params.q} onChange={(q) => filter({ q })} />
      <Filters
        status={params.status}
        namespace={params.namespace}
        namespaces={namespaces}
        warned={params.warned}
        onStatus={(status) => filter({ status })}
        onNamespace={(namespace) => filter({ namespace })}
        onWarned={(warned) => filter({ warned })}
      />
      {may.write && (
        <LinkButton
          className="md:hidden"
          size="icon"
          aria-label="Add service"
          icon={<Plus />}
          href={addHref}
          scroll={false}
        />
      )}
      {may.write && (
        <LinkButton
          className="md:hidden"
          size="icon"
          aria-label="Import services"
          icon={<Import />}
          href="/services/import"
        />
      )}
      <div className="ml-auto flex items-center gap-2 max-md:hidden">
        {may.check && <CheckAllButton initial={progress} />}
        <ColumnsMenu shown={params.columns} onChange={(columns) => onChange({ columns })} />
        <a
          href={exportHref(params)}
          download
          aria-label="Download as CSV"
          title="Download as CSV"
          className={buttonVariants({ variant: 'ghost', size: 'icon' })}
        >
          <Download />
        </a>
        <a
          href="/services/export-json"
          download
          aria-label="Download all as mcpServers JSON"
          title="Download all as mcpServers JSON"
          className={buttonVariants({ variant: 'ghost', size: 'icon' })}
        >
          <Braces />
        </a>
      </div>
    </>
  )
}
