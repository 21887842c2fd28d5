export { type AuditChanges, type AuditEvent, recordAudit } from './record.ts'
