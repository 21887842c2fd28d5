'use client'

import { useRouter } from 'next/navigation'
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import { Dialog, DialogBody, DialogContent, DialogHeader } from '#components/ui/dialog.tsx'
import type { Result } from '#lib/core/index.ts'
import { SignInForm } from './sign-in-form.tsx'

/** Runs a server action; when the session has ended meanwhile, asks to sign in and runs it again, so that nothing typed is lost. */
export type Call = <T>(run: () => Promise<Result<T>>) => Promise<Result<T>>

const CallContext = createContext<Call>((run) => run())

/** How pages of the console run their server actions: `const call = useCall(); const result = await call(() => save(input))`. */
export function useCall(): Call {
  return useContext(CallContext)
}

/** Keeps what a page holds while its session is renewed: a dialog over it asks for the password. Once around the console. */
export function SessionKeeper({ email, children }: { email: string; children: ReactNode }) {
  const router = useRouter()
  // Those who wait for the session: called with whether there is one again.
  const [waiting, setWaiting] = useState<((signedIn: boolean) => void)[]>([])

  const call = useCallback<Call>(async (run) => {
    const result = await attempt(run)
    if (result.ok || result.error.code !== 'unauthenticated') return result
    const signedIn = await new Promise<boolean>((resolve) => setWaiting((before) => [...before, resolve]))
    return signedIn ? attempt(run) : result
  }, [])

  const settle = (signedIn: boolean) => {
    for (const resolve of waiting) resolve(signedIn)
    setWaiting([])
    if (signedIn) router.refresh()
  }
  return (
    <CallContext value={call}>
      {children}
      <Dialog open={waiting.length > 0} onOpenChange={(open) => !open && settle(false)}>
        <DialogContent onOpenAutoFocus={focusPassword}>
          <DialogHeader title="Your session has ended" detail="Sign in to go on. What you entered is kept." stacked />
          <DialogBody className="pb-6">
            <SignInForm email={email} onSignedIn={() => settle(true)} />
          </DialogBody>
        </DialogContent>
      </Dialog>
    </CallContext>
  )
}

/** The e-mail is there already; the password is what is asked for. */
function focusPassword(event: Event): void {
  const field = (event.currentTarget as HTMLElement).querySelector<HTMLInputElement>('input[name="password"]')
  if (field === null) return
  event.preventDefault()
  field.focus()
}

async function attempt<T>(run: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await run()
  } catch (error) {
    // A redirect or a missing page that the action asked for is Next's own affair.
    if (typeof error === 'object' && error !== null && 'digest' in error) throw error
    return {
      ok: false,
      error: {
        code: 'unreachable',
        message: 'MCP Ferry did not answer.',
        next: 'Look whether it runs and the network is there, then try again.',
      },
    }
  }
}
