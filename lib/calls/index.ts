export { type CallFigure, type CallFigures, callFigures } from './call-figures.ts'
export type { CallLineRow } from './call-lines.ts'
export { exportCalls } from './export-calls.ts'
export { recentCalls } from './recent-calls.ts'
