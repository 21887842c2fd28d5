export { belowBase } from './base-path.ts'
export { type Actor, actorLabel, type Context } from './context.ts'
export {
  type Credential,
  credentialHeaders,
  credentialSchema,
  type OAuthClient,
  type ServiceCredential,
  serviceCredentialSchema,
} from './credential.ts'
export { embeddedFault, folderFault } from './data-folder-faults.ts'
export { databaseFault } from './database-faults.ts'
export { authUrl, type Environment, environment, ownUrl, parseEnvironment } from './environment.ts'
export { conflict, FerryError, type FieldFaults, forbidden, invalidInput, notFound, unauthenticated } from './errors.ts'
export { deploymentAddresses, runsServerless } from './host.ts'
export { keyFile, keys, keyTexts, makeKeyFile, makeKeys, readKeyFile, type SealingKey } from './keys.ts'

export { log } from './log.ts'
export { processMetrics, statusClass } from './metrics.ts'
export { isOwnOrigin } from './origin.ts'
export { createOutbound, type OutboundOptions, outboundAgent, outboundUrl } from './outbound.ts'
export { networkReason } from './outbound-reasons.ts'
export { whenParentGone } from './parent-process.ts'
export { parseInput } from './parse.ts'
export { type Permission, type Role, requirePermission, roleMay } from './permissions.ts'
export { errorStatus, type PublicError, publicError, type Result } from './result.ts'
export { fingerprint, keyCheck, matchesFingerprint, type SealPurpose, seal, sealedBy, unseal } from './sealing.ts'
export { streamCsv } from './stream-csv.ts'
