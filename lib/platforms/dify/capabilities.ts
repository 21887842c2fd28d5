import { coerce, compare, lt, lte, type SemVer } from 'semver'
import type { LegacyClientProfile } from '#lib/mcp/index.ts'
import type { ReleaseCapabilities } from '../connector.ts'
import { PlatformError } from '../platform-error.ts'

/** Each thing that differs between releases of Dify, with the release it begins in (and ends before). All measured, or dated from the project's history. */
const CAPABILITIES = {
  mcpProviders: { since: '1.6.0' },
  /** `server_identifier` takes 64 characters; 24 before. */
  longIdentifiers: { since: '1.7.0' },
  /** A provider carries request headers. Before, they are ignored without an error. */
  customHeaders: { since: '1.9.0' },
  /** Sign-in sets cookies and each call needs the CSRF header. Before, tokens come in the body. */
  cookieSession: { since: '1.9.2' },
  /** The admin key is answered with 401 on everything but the list of workspaces. */
  adminKeyRefused: { since: '1.9.2', before: '1.11.0' },
  /** A new URL is tried with the headers that are stored. From 1.10 on the token arrives there unreadable. */
  newUrlTriedWithHeaders: { since: '1.9.0', before: '1.10.0' },
  /** `update` wants an authorised provider: `auth` has to come first. Before, `update` alone connects. */
  authBeforeUpdate: { since: '1.10.0' },
  /** Offers and accepts MCP 2025-06-18; 2025-03-26 before. */
  protocolOfJune2025: { since: '1.10.1' },
  /** The password travels as base64 of its UTF-8 bytes. */
  encodedPassword: { since: '1.11.2' },
  /** Creating connects before it answers. */
  createConnects: { since: '1.11.3' },
  /** Accounts may lack the permission to manage MCP. */
  roles: { since: '1.15.0' },
  /** `{{request.headers.X}}` in a header's value is filled in. */
  headerTemplates: { since: '1.16.0' },
} as const satisfies Record<string, { since: string; before?: string }>

type Capability = keyof typeof CAPABILITIES

/** The releases whose answers were recorded or tried, oldest first; a release between two of them follows the older one and the table above. */
const MEASURED = [
  '1.6.0',
  '1.7.2',
  '1.8.1',
  '1.9.1',
  '1.9.2',
  '1.10.1',
  '1.11.3',
  '1.12.1',
  '1.13.0',
  '1.14.0',
  '1.15.0',
  '1.16.1',
]
const OLDEST = CAPABILITIES.mcpProviders.since
const NEWEST = MEASURED.at(-1) ?? OLDEST

/** A release as a comparable version; what follows its three numbers (`-rc1`, `+build`) is not looked at. */
function versionOf(release: string): SemVer {
  const version = coerce(release)
  if (version === null)
    throw new PlatformError(
      'release_unknown',
      `Dify reports a release that cannot be read: «${release.slice(0, 40)}».`,
      {
        next: 'Check that nothing between here and Dify changes its answers, then test again.',
      },
    )
  return version
}

/** Whether a release has a capability. A release newer than every measured one counts as the newest row. */
export function has(release: string, capability: Capability): boolean {
  const version = versionOf(release)
  const { since, before } = CAPABILITIES[capability] as { since: string; before?: string }
  return compare(version, since) >= 0 && (before === undefined || lt(version, before))
}

/** Row of the table for a release, with the sentences that pages show. Throws `too_old` below 1.6.0, `release_unknown` for what is no version. */
export function capabilitiesOf(release: string): ReleaseCapabilities {
  const version = versionOf(release)
  if (lt(version, OLDEST))
    throw new PlatformError('too_old', `Dify ${release} has no MCP tools; they begin with ${OLDEST}.`, {
      next: `Upgrade Dify to ${OLDEST} or newer, better 1.11.3 or newer.`,
    })
  return {
    release,
    measuredAs: MEASURED.findLast((measured) => lte(measured, version)) ?? OLDEST,
    newerThanKnown: compare(version, NEWEST) > 0,
    identifierMax: has(release, 'longIdentifiers') ? 64 : 24,
    customHeaders: has(release, 'customHeaders'),
    adminKey: !has(release, 'adminKeyRefused'),
    createConnects: has(release, 'createConnects'),
    can: canDo(release),
    cannot: cannotDo(release),
  }
}

function canDo(release: string): string[] {
  return [
    'Carries MCP services as tool providers.',
    ...(has(release, 'customHeaders') ? ['Presents a token to a service, in request headers.'] : []),
    has(release, 'adminKeyRefused') ? 'Takes an account.' : 'Takes an admin API key or an account.',
    has(release, 'createConnects')
      ? 'Connects to a service while it is added.'
      : 'Connects to a service when told to, after it was added.',
  ]
}

function cannotDo(release: string): string[] {
  return [
    ...(has(release, 'customHeaders')
      ? []
      : ['Sends no request headers: a token needs the gateway (it then travels in the URL), or Dify 1.9.0 or newer.']),
    ...(has(release, 'adminKeyRefused')
      ? ['Refuses its own admin API key (1.9.2 to 1.10.1): use an account, or upgrade to 1.11.']
      : []),
    'Reads only the first page of a service’s tool list.',
    `Speaks MCP up to ${offeredProtocol(release)}: services that only speak 2026-07-28 cannot be used.`,
  ]
}

function offeredProtocol(release: string): string {
  return has(release, 'protocolOfJune2025') ? '2025-06-18' : '2025-03-26'
}

/** The MCP client inside this release: what it offers, accepts, and how it chooses the transport. */
export function mcpClientOf(release: string): LegacyClientProfile {
  const offers = offeredProtocol(release)
  return {
    name: 'Dify',
    version: release,
    offers,
    accepts: ['2024-11-05', '2025-03-26', ...(offers === '2025-06-18' ? [offers] : [])],
    transportByPath: true,
  }
}
