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
