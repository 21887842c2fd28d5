'use client'

import { Import, Plus, SearchX, Server } from 'lucide-react'
import type { ReactNode } from 'react'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { type ServicesParams, servicesHref } from './search-params.ts'

/** Before the first service: what is needed, and the two ways on. `demo` is the second one, where there is a demo. */
export function NoServices({ mayWrite, demo }: { mayWrite: boolean; demo?: ReactNode }) {
  return (
    <EmptyState
      icon={<Server />}
      title="No MCP service yet"
      actions={
        mayWrite && (
          <>
            <LinkButton variant="primary" icon={<Plus />} href={servicesHref({ form: 'new' })}>
              Add service
            </LinkButton>
            <LinkButton icon={<Import />} href="/services/import">
              Import
            </LinkButton>
            {demo}
          </>
        )
      }
    >
      A service is an MCP server that somebody runs elsewhere. Its name and URL are enough: it is checked at once, what
      it answers, how fast, which tools.{' '}
      {mayWrite ? 'What other clients know already can be imported.' : 'An operator or admin can add one.'}
    </EmptyState>
  )
}

/** When the filters leave nothing: what was looked for, and what would match. */
export function NothingMatches({ params, all }: { params: ServicesParams; all: number }) {
  const { q, status, namespace, warned } = params
  const filters = [
    ...(status === null ? [] : [`status ${status}`]),
    ...(namespace === null ? [] : ['a namespace']),
    ...(warned ? ['what a registry warns of'] : []),
  ]
  return (
    <EmptyState
      icon={<SearchX />}
      title={q === '' ? 'No service matches the filters' : `No service matches «${q}»`}
      actions={
        <LinkButton href={servicesHref({ ...params, q: '', status: null, namespace: null, warned: false, page: 1 })}>
          Show all {all}
        </LinkButton>
      }
    >
      The search looks into names, identifiers and the names of tools.{' '}
      {filters.length > 0 && `Filtered by ${filters.join(' and ')}.`}
    </EmptyState>
  )
}
