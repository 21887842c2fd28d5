import { FerryError, invalidInput } from '#lib/core/index.ts'
import { passwordFault } from './password-rules.ts'

/** Refuses a new password that breaks a rule; the fault stands at the field `password`. */
export function requireGoodPassword(password: string, email: string): void {
  const fault = passwordFault(password, email)
  if (fault !== undefined) throw invalidInput({ password: fault })
}

/** The same words for an unknown account and a wrong password. */
export function wrongCredentials(): FerryError {
  return new FerryError('wrong_credentials', 401, 'E-mail or password is wrong.', {
    next: 'Type both again, or ask an admin for a link for a new password.',
    fields: { password: 'E-mail or password is wrong.' },
  })
}
