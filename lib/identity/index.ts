export { addUser } from './add-user.ts'
export { changeRole, disableUser, enableUser, removeUser } from './change-user.ts'
export { clientAddress, settleForwardedHeaders } from './client-address.ts'
export { listUsers, type UserRow } from './list-users.ts'
export { changeOwnAccount, changeOwnPassword, type OwnAccount, ownAccount } from './own-account.ts'
export { newPasswordLink, readPasswordLink, usePasswordLink } from './password-links.ts'
export {
  contextOfSession,
  readSession,
  revokeSession,
  SESSION_HOURS,
  type SessionState,
} from './sessions.ts'
export { ensureFirstAdmin, isSetUp, setUp, setupCode } from './set-up.ts'
export { signIn } from './sign-in.ts'
