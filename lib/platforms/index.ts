export { refuseActiveRuns } from './active-runs.ts'
export { connectPlatform } from './connect-platform.ts'
export { type OpenPlatform, platformConnection } from './connection.ts'
export type {
  Applied,
  ConnectionReport,
  Connector,
  DesiredProvider,
  ItemFailure,
  NamespaceHandle,
  NextStep,
  ObservedProvider,
  PlatformConnection,
  PlatformLogin,
  ProviderChange,
  ProviderDetails,
  ReleaseCapabilities,
} from './connector.ts'
export { connectorFor } from './connector-for.ts'
export { getPlatform, type PlatformDetail } from './get-platform.ts'
export { listNamespaces, type NamespaceList, type NamespaceRow } from './list-namespaces.ts'
export { type BindingCounts, listPlatforms, type PlatformSummary } from './list-platforms.ts'
export { PlatformError } from './platform-error.ts'
export { platformJobs } from './platform-jobs.ts'
export type { PlatformFacts } from './projection.ts'
export { recordRefusedPassword } from './record-status.ts'
export { refreshNamespaces } from './refresh-namespaces.ts'
export type { Refreshed } from './refresh-platform.ts'
export { type PlatformRemovalImpact, platformRemovalImpact } from './removal-impact.ts'
export { removePlatform } from './remove-platform.ts'
export { type ConnectionVerdict, testConnection } from './test-connection.ts'
export { updatePlatform } from './update-platform.ts'
