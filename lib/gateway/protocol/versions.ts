/** The version of the modern era, and the keys of its envelope. */
export const MODERN_VERSION = '2026-07-28'
export const VERSION_KEY = 'io.modelcontextprotocol/protocolVersion'
export const SERVER_INFO_KEY = 'io.modelcontextprotocol/serverInfo'

/** The versions of the legacy era, newest first. */
const LEGACY_VERSIONS = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'] as const
export const NEWEST_LEGACY_VERSION = LEGACY_VERSIONS[0]

/** The version that a legacy handshake agrees on: the caller's own where it is known, else the newest of its era. */
export function agreedLegacyVersion(offered: unknown): string {
  return LEGACY_VERSIONS.find((version) => version === offered) ?? NEWEST_LEGACY_VERSION
}
