export type {
  Applied,
  ConnectionReport,
  Connector,
  DesiredProvider,
  ItemFailure,
  NamespaceHandle,
  NextStep,
  ObservedProvider,
  ParsedAddress,
  PlatformConnection,
  PlatformLogin,
  ProviderChange,
  ReleaseCapabilities,
  RemoteNamespace,
} from './connector.ts'
export { connectorFor } from './connector-for.ts'
export { PlatformError } from './platform-error.ts'
