export { askAs } from './ask.ts'
export { checkService } from './check-service.ts'
export { legacyReach, type Reach } from './reach.ts'
export type {
  AskReport,
  CheckReport,
  Era,
  EraMemory,
  ExchangeStep,
  LegacyClientProfile,
  ListedTool,
  McpTarget,
  Transport,
} from './report.ts'
export { type TokenReport, verifyToken } from './verify-token.ts'
