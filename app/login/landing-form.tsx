'use client'

import { withBase } from '#components/base-path.ts'
import { SignInForm } from './sign-in-form.tsx'

/** The form of the sign-in page: afterwards the browser loads `next` anew, so that nothing of an earlier session is left in it. */
export function LandingForm({ next }: { next: string }) {
  return <SignInForm onSignedIn={() => window.location.assign(withBase(next))} />
}
