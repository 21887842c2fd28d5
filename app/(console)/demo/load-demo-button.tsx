'use client'

import { FlaskConical } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import { Button } from '#components/ui/button.tsx'
import { notify } from '#components/ui/toast.tsx'
import { loadDemoAction } from './actions.ts'

/** Starts the sandbox: a simulated Dify and real MCP servers, all on this machine. Leads to the services that it filled in. */
export function LoadDemoButton() {
  const [busy, start] = useTransition()
  const router = useRouter()
  const call = useCall()
  const load = () =>
    start(async () => {
      const result = await call(() => loadDemoAction({}))
      if (!result.ok) {
        notify.bad([result.error.message, result.error.next].filter(Boolean).join(' '))
        return
      }
      notify.good(`The demo is loaded: ${result.value.services} services and a Dify of three workspaces.`)
      router.push('/services')
    })
  return (
    <Button variant="secondary" icon={<FlaskConical />} busy={busy} onClick={load}>
      Load the demo
    </Button>
  )
}
