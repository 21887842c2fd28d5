export { askAs } from './ask.ts'
export { type CheckOptions, checkService } from './check-service.ts'
export { CLIENT_INFO } from './client-info.ts'
export { legacyReach } from './reach.ts'
export type {
  CheckReport,
  Era,
  EraMemory,
  LegacyClientProfile,
  ListedTool,
  McpTarget,
  Transport,
} from './report.ts'
export { refusesCaller, type TokenReport, verifyToken } from './verify-token.ts'
