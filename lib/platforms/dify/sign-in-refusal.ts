import { PlatformError } from '../platform-error.ts'
import type { DifyAnswer } from './http.ts'
import { refusalOf, refused } from './refusal.ts'

/** The error for a sign-in that Dify refused, in our words. `countWrong` counts a wrong password and tells the tries left. */
export function signInRefused(
  answer: DifyAnswer,
  email: string,
  secrets: readonly string[],
  countWrong: () => number,
): PlatformError {
  const refusal = refusalOf(answer, secrets)
  const platformSaid = refusal.message
  if (refusal.status === 429)
    return new PlatformError('account_locked', `Dify has locked ${email} after too many wrong passwords.`, {
      next: 'Wait until the lock ends (a day, unless set otherwise there), or let an admin of Dify lift it; then test again.',
      platformSaid,
    })
  if (/Invalid encrypted data/i.test(refusal.message))
    return new PlatformError(
      'password_not_understood',
      'Dify expects the password in another encoding than its release says.',
      {
        next: 'Something between here and Dify changes its answers or its release; look there before trying again.',
        platformSaid,
      },
    )
  if (refusal.code === 'account_not_found')
    return new PlatformError('unknown_account', `Dify knows no account ${email}.`, {
      next: 'Check the e-mail address.',
      platformSaid,
    })
  if (/banned|freeze|frozen/i.test(`${refusal.code} ${refusal.message}`))
    return new PlatformError('account_disabled', `Dify has disabled the account ${email}.`, {
      next: 'Let an admin of Dify enable it, or use another account.',
      platformSaid,
    })
  if (/workspace/i.test(refusal.message))
    return new PlatformError('no_namespace', `The account ${email} belongs to no workspace.`, {
      next: 'Let an admin of Dify invite it to one.',
      platformSaid,
    })
  if (
    refusal.code === 'authentication_failed' ||
    refusal.code === 'email_or_password_mismatch' ||
    refusal.status === 401
  )
    return wrongPassword(email, countWrong(), platformSaid)
  if (refusal.status === 200)
    return new PlatformError('not_dify', 'What answers accepted the sign-in but gave no session.', {
      next: 'Check the address: it has to be that of Dify’s console.',
      platformSaid,
    })
  return refused(`the sign-in of ${email}`, refusal)
}

function wrongPassword(email: string, left: number, platformSaid: string): PlatformError {
  const tries =
    left === 0
      ? 'Five were wrong from here: it locks the account about now.'
      : `At most ${left} more ${left === 1 ? 'try' : 'tries'} before it locks the account.`
  return new PlatformError('wrong_password', `Dify refused the e-mail or the password of ${email}. ${tries}`, {
    next: 'Check both in Dify’s own sign-in page before trying here again.',
    platformSaid,
  })
}
