import { notify } from '#components/ui/toast.tsx'
import type { PublicError } from '#lib/core/schema.ts'

/** A failed action as one text: the fact and the next step. */
export function failureText({ message, next }: PublicError): string {
  return next === undefined ? message : `${message} ${next}`
}

/** Says a failure that belongs to no field. */
export function tellFailure(error: PublicError): void {
  notify.bad(failureText(error))
}
