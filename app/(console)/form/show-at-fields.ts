import type { FieldValues, Path, UseFormReturn } from 'react-hook-form'
import type { PublicError } from '#lib/core/schema.ts'

/** Puts a refusal's faults beside their fields and the focus on the first; false when it names none. */
export function showAtFields<Values extends FieldValues>(form: UseFormReturn<Values>, error: PublicError): boolean {
  const faults = Object.entries(error.fields ?? {})
  faults.forEach(([path, message], index) => {
    form.setError(path as Path<Values>, { type: 'server', message }, { shouldFocus: index === 0 })
  })
  return faults.length > 0
}
