export { exportAudit } from './export.ts'
export { type AuditFilter, auditFilterSchema } from './filter.ts'
export { type AuditRow, auditChoices, listAudit } from './list.ts'
export { type AuditChanges, recordAudit } from './record.ts'
