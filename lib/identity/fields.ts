import { z } from 'zod'
import { FerryError, invalidInput, ROLES } from '#lib/core/index.ts'
import { passwordFault } from './password-rules.ts'

/** An e-mail address as it is kept: trimmed, in lower case. */
export const emailField = z
  .string('Enter an e-mail address.')
  .trim()
  .toLowerCase()
  .min(1, 'Enter an e-mail address.')
  .max(254, 'Is longer than 254 characters.')
  .pipe(z.email('Is not an e-mail address, such as ana@example.com.'))

/** A person's name as pages show it. Control and zero-width characters could make one name look like another. */
export const nameField = z
  .string('Enter a name.')
  .trim()
  .min(1, 'Enter a name.')
  .max(80, 'Is longer than 80 characters.')
  .refine((name) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name.replaceAll('\u200d', '')), {
    message: 'Holds invisible characters; type it again.',
  })

export const roleField = z.enum(ROLES, 'Choose a role.')

export const idField = z.uuid('Is not an id.')

/** Refuses a new password that breaks a rule; the fault stands at `field`. */
export function requireGoodPassword(password: string, email: string, field = 'password'): void {
  const fault = passwordFault(password, email)
  if (fault !== undefined) throw invalidInput({ [field]: fault })
}

/** The same words for an unknown account and a wrong password. */
export function wrongCredentials(): FerryError {
  return new FerryError('wrong_credentials', 401, 'E-mail or password is wrong.', {
    next: 'Type both again, or ask an admin for a link for a new password.',
    fields: { password: 'E-mail or password is wrong.' },
  })
}
