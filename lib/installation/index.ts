export { acceptKeys } from './accept-keys.ts'
export { holdInstallation } from './hold.ts'
export { openInstallation, prepareInstallation } from './open.ts'
export type { SealedCount } from './sealed-columns.ts'
