'use client'

import { Download } from 'lucide-react'
import { FilterChips } from '#components/status/filter-chips.tsx'
import { buttonVariants } from '#components/ui/button.tsx'
import { SearchBox } from '#components/ui/search-box.tsx'
import { FilterSelect } from '#components/ui/select.tsx'
import type { TokenCounts } from '#lib/tokens/index.ts'
import { exportHref, SHOWN, type Shown, type TokensParams, tokensHref } from './search-params.ts'

interface Choice {
  id: string
  name: string
}

interface TokensToolbarProps {
  params: TokensParams
  counts: TokenCounts
  services: Choice[]
  platforms: Choice[]
  onChange: (change: Partial<TokensParams>) => void
}

const CHIPS = {
  soon: { word: 'expires soon', state: 'expiring', count: 'expiresSoon' },
  unused: { word: 'never used', state: 'never-used', count: 'neverUsed' },
  silent: { word: 'silent since its roll', state: 'unknown', count: 'silentSinceRoll' },
  manual: { word: 'by hand', state: undefined, count: 'manual' },
  over: { word: 'ended', state: undefined, count: 'over' },
} as const satisfies Record<Shown, { word: string; state: string | undefined; count: keyof TokenCounts }>

/** Search, filters with their numbers, and the table as CSV. */
export function TokensToolbar({ params, counts, services, platforms, onChange }: TokensToolbarProps) {
  const filter = (change: Partial<TokensParams>) => onChange({ page: 1, ...change })
  const option = ({ id, name }: Choice) => ({ value: id, label: name })
  const hrefOf = (show: Shown | null) => tokensHref({ ...params, show, page: 1, form: null })
  return (
    <>
      <SearchBox label="Search prefix, service, namespace" value={params.q} onChange={(q) => filter({ q })} />
      {services.length > 1 && (
        <FilterSelect
          label="Service"
          options={services.map(option)}
          value={params.service}
          onChange={(service) => filter({ service })}
          className="max-w-64"
        />
      )}
      {platforms.length > 1 && (
        <FilterSelect
          label="Platform"
          options={platforms.map(option)}
          value={params.platform}
          onChange={(platform) => filter({ platform })}
          className="max-w-64"
        />
      )}
      <a
        href={exportHref(params)}
        download
        aria-label="Download as CSV"
        title="Download as CSV"
        className={buttonVariants({ variant: 'ghost', size: 'icon', className: 'ml-auto max-md:hidden' })}
      >
        <Download />
      </a>
      <FilterChips
        label="Which tokens"
        className="basis-full"
        value={params.show ?? 'valid'}
        chips={[
          { id: 'valid', word: 'All', count: counts.valid, href: hrefOf(null) },
          ...SHOWN.filter((show) => counts[CHIPS[show].count] > 0 || params.show === show).map((show) => {
            const { word, state, count } = CHIPS[show]
            return { id: show, word, count: counts[count], href: hrefOf(show), ...(state && { state }) }
          }),
        ]}
      />
    </>
  )
}
