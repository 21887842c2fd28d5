export { clientAddress, settleForwardedHeaders } from './client-address.ts'
export {
  contextOfSession,
  readSession,
  revokeSession,
  SESSION_HOURS,
  type SessionEnd,
  type SessionState,
} from './sessions.ts'
export { ensureFirstAdmin, isSetUp, setUp, setupCode } from './set-up.ts'
export { signIn } from './sign-in.ts'
