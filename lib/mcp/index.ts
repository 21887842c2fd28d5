export { askAs } from './ask.ts'
export { checkService } from './check-service.ts'
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
