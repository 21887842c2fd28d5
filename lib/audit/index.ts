export { auditCsv } from './csv.ts'
export type { AuditFilter } from './filter.ts'
export { type AuditRow, auditChoices, listAudit } from './list.ts'
export { type AuditChanges, recordAudit } from './record.ts'
