/** What of the core a browser may load too: shapes and pure rules. */
export { type Credential, credentialHeaders, credentialSchema, serviceCredentialSchema } from './credential.ts'
export type { FieldFaults } from './errors.ts'
export { roleMay } from './permissions.ts'
export type { PublicError, Result } from './result.ts'
