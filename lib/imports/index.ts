export { applyImport } from './apply-import.ts'
export { exportMcpServers } from './export-mcp-servers.ts'
export { previewImport } from './preview-import.ts'
export { tooBig } from './refuse-big-texts.ts'
