'use client'

import { withBase } from '#components/base-path.ts'
import { SignInForm } from './sign-in-form.tsx'
import { useLanding } from './use-landing.ts'

/** The form of the sign-in page: afterwards the browser loads `next` anew, so that nothing of an earlier session is left in it. */
export function LandingForm({ next }: { next: string }) {
  const landing = useLanding(next)
  const land = () => {
    window.location.assign(withBase(landing))
  }
  return <SignInForm onSignedIn={land} />
}
