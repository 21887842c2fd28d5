import type { Context } from '#lib/core/index.ts'
import { connectorFor, listPlatforms, PlatformError, type ReleaseCapabilities } from '#lib/platforms/index.ts'
import type { PlatformCard } from './platform-card.ts'

type Platform = Awaited<ReturnType<typeof listPlatforms>>[number]

/** All platforms as the first step shows them, by name. */
export async function loadPlatformCards(ctx: Context): Promise<PlatformCard[]> {
  return (await listPlatforms(ctx)).map(card)
}

function card(platform: Platform): PlatformCard {
  const { id, name, baseUrl, release, status, testedAt, latencyMs, authKind, identity } = platform
  const capabilities = release === null ? undefined : capabilitiesOf(platform, release)
  return {
    ...{ id, name, release, status, latencyMs, identity },
    address: new URL(baseUrl).host,
    fault: faultOf(platform, capabilities),
    testedAt: testedAt?.toISOString() ?? null,
    login: authKind,
    namespaces: { available: platform.namespaceCount - platform.unavailableCount, all: platform.namespaceCount },
    parallel: authKind === 'adminKey',
    providers: platform.providerCount,
    ours: platform.bindings.all,
    can: capabilities?.can ?? [],
    cannot: capabilities?.cannot ?? [],
    measuredAs: capabilities && capabilities.measuredAs !== release ? capabilities.measuredAs : null,
  }
}

/** Undefined where the release is too old for anything. */
function capabilitiesOf(platform: Platform, release: string): ReleaseCapabilities | undefined {
  try {
    return connectorFor(platform.kind).capabilities(release)
  } catch (error) {
    if (error instanceof PlatformError) return undefined
    throw error
  }
}

function faultOf(platform: Platform, capabilities: ReleaseCapabilities | undefined): PlatformCard['fault'] {
  if (platform.status === 'unreachable')
    return { message: platform.statusMessage ?? 'It could not be reached.', next: platform.statusNext }
  if (platform.release === null)
    return { message: 'It was never reached.', next: 'Ask it once, to see what it can do.' }
  if (capabilities === undefined)
    return { message: `Release ${platform.release} has no MCP tools.`, next: 'Upgrade Dify.' }
  return null
}
