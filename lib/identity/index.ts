export { contextOfSession, readSession, SESSION_HOURS, type SessionEnd, type SessionState } from './sessions.ts'
