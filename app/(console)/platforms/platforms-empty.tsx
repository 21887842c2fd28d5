'use client'

import { Layers, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { StepNumber } from '#components/ui/step-number.tsx'
import { KeyHelp } from './key-help.tsx'
import { platformsHref } from './search-params.ts'

/** Before the first platform: what is needed, where Dify has it, and the ways on. `demo` is the second one, where there is a demo. */
export function NoPlatforms({ mayWrite, demo }: { mayWrite: boolean; demo?: ReactNode }) {
  if (!mayWrite)
    return (
      <EmptyState className="max-w-160" icon={<Layers />} title="No platform yet">
        Services are carried to a platform. An admin connects one here.
      </EmptyState>
    )
  return (
    <EmptyState
      className="mx-auto mt-6 w-full max-w-160 p-8 max-md:mt-0 max-md:p-4"
      icon={<Layers />}
      title="Connect the first platform"
      actions={
        <>
          <LinkButton variant="primary" icon={<Plus />} href={platformsHref({ connect: '1' })} scroll={false}>
            Connect a platform
          </LinkButton>
          {demo}
        </>
      }
      aside={<KeyHelp />}
    >
      <p>Services are carried to a platform. You need its address and one way to sign in:</p>
      <ol className="mt-5 mb-7 flex flex-col gap-6">
        <Need number={1} title="Its address">
          The URL you open Dify with. A pasted path such as <code className="font-mono text-xs">/apps</code> is cut off.
        </Need>
        <Need number={2} title="One way to sign in">
          <div className="mt-1.5 grid grid-cols-2 gap-3 max-md:grid-cols-1">
            <Way title="Admin API key">
              For a Dify you run: set <code className="font-mono text-foreground text-xs">ADMIN_API_KEY_ENABLE</code>{' '}
              and <code className="font-mono text-foreground text-xs">ADMIN_API_KEY</code>. Fastest, and not for 1.9.2
              to 1.10.1.
            </Way>
            <Way title="Account">
              E-mail and password of a member of the namespaces. Best one of its own: its workspace switches while we
              work.
            </Way>
          </div>
        </Need>
      </ol>
    </EmptyState>
  )
}

function Need({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="flex gap-3">
      <StepNumber number={number} />
      <div className="min-w-0 flex-1">
        <h3 className="font-medium text-foreground">{title}</h3>
        {children}
      </div>
    </li>
  )
}

function Way({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="rounded-md border p-3">
      <h4 className="font-medium text-foreground">{title}</h4>
      <p>{children}</p>
    </div>
  )
}
