export type { Attention } from './attention.ts'
export type { ChecksBar } from './checks-over-time.ts'
export { type Overview, readOverview } from './overview.ts'
