'use client'

import { Library, SearchX } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import { Status } from '#components/status/status.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { RegistryList, RegistryState } from '#lib/registry/index.ts'
import { tellFailure } from '../../failure.ts'
import { ask } from './actions.ts'
import { ReadingFault } from './reading-line.tsx'
import { type RegistryParams, registryHref } from './search-params.ts'
import type { ReadingControl } from './use-reading.ts'
import { serverCount } from './words.ts'

/** Where the installation uses no registry. */
export function SwitchedOff() {
  return (
    <div className="px-6 pb-6 max-md:px-4">
      <EmptyState icon={<Library />} title="The registry is switched off">
        Whoever runs this installation has set <span className="font-mono text-xs">REGISTRY_URL</span> to off. With the
        address of a registry of MCP servers there, its servers stand here.
      </EmptyState>
    </div>
  )
}

interface NothingKnownProps {
  host: string
  state: RegistryState
  mayWrite: boolean
  reading: ReadingControl
}

/** Before anything was read of the registry. */
export function NothingKnown({ host, state, mayWrite, reading }: NothingKnownProps) {
  const busy = state.running || state.waiting
  return (
    <>
      <ReadingFault state={state} className="max-w-180" />
      <EmptyState
        icon={<Library />}
        title={busy ? `Reading ${host}` : `Nothing is known of ${host} yet`}
        actions={
          mayWrite &&
          !busy && (
            <Button variant="primary" busy={reading.asking} onClick={reading.start}>
              Read the registry
            </Button>
          )
        }
      >
        {busy ? (
          <Status state="asking" className="whitespace-normal">
            {state.running ? 'The first servers stand here in a moment.' : 'Waits for a worker.'}
          </Status>
        ) : (
          'A registry lists MCP servers that others run, and how they are reached. It is read in the background and kept here; after that once a day.'
        )}
      </EmptyState>
    </>
  )
}

interface NothingMatchesProps {
  params: RegistryParams
  list: RegistryList
  host: string
  mayWrite: boolean
}

/** When search and filter leave nothing: what would match, and the way to the registry itself. */
export function NothingMatches({ params, list, host, mayWrite }: NothingMatchesProps) {
  const router = useRouter()
  const call = useCall()
  const [asking, setAsking] = useState(false)
  const { q } = params
  const hidden = list.counts.all

  const askItself = async () => {
    setAsking(true)
    const result = await call(() => ask({ q }))
    setAsking(false)
    if (!result.ok) return tellFailure(result.error)
    if (result.value.found === 0) notify.good(`${host} finds nothing for «${q}» either.`)
    router.refresh()
  }
  return (
    <EmptyState
      icon={<SearchX />}
      title={q === '' ? 'No server can be reached by URL' : `No server matches «${q}»`}
      actions={
        <>
          {hidden > 0 && params.show === 'remotes' && (
            <LinkButton href={registryHref({ ...params, show: 'all', page: 1 })}>
              Show {serverCount(hidden)} to host
            </LinkButton>
          )}
          {q !== '' && mayWrite && (
            <Button busy={asking} onClick={() => void askItself()}>
              Ask {host} itself
            </Button>
          )}
          {q !== '' && <LinkButton href={registryHref({ ...params, q: '', page: 1 })}>Show all</LinkButton>}
        </>
      }
    >
      The search looks into names and descriptions of what was read.{' '}
      {hidden > 0 && params.show === 'remotes' && 'What it finds exists only as packages: somebody has to host it.'}
    </EmptyState>
  )
}
