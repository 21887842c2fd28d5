import { type Context, type Credential, FerryError, requirePermission } from '#lib/core/index.ts'
import { connectPlatform, listPlatforms } from '#lib/platforms/index.ts'
import { createService } from '#lib/services/index.ts'
import { type DemoService, demoHost } from './host.ts'

/** What `loadDemo` added; what was there already is left as it is. */
export interface LoadedDemo {
  services: number
  platform: boolean
}

const PLATFORM_NAME = 'Demo Dify'
const COLORS: Record<string, string> = {
  weather: '#dbeafe',
  handbook: '#e0e7ff',
  ledger: '#fef3c7',
  clock: '#e0f2fe',
  'price-list': '#ffedd5',
  atlas: '#dcfce7',
  archive: '#e5e7eb',
  workshop: '#fee2e2',
}

/** Whether this process can show the demo. */
export function demoAvailable(): boolean {
  return demoHost() !== undefined
}

/**
 * Starts the sandbox and registers its services and its Dify, as a newcomer would by hand. Calling it again adds only what is missing.
 * Throws `demo_unavailable` where no demo is offered.
 */
export async function loadDemo(ctx: Context): Promise<LoadedDemo> {
  requirePermission(ctx, 'services.write')
  requirePermission(ctx, 'platforms.write')
  const host = demoHost()
  if (host === undefined)
    throw new FerryError('demo_unavailable', 409, 'This installation offers no demo.', {
      next: 'Add a service and connect a Dify, or set DEMO=true and restart.',
    })
  const { dify, mcp } = await host.sandbox()
  let services = 0
  for (const service of mcp.services)
    if (COLORS[service.key] !== undefined && (await register(ctx, service))) services++
  const known = (await listPlatforms(ctx)).some(({ baseUrl }) => baseUrl === dify.url)
  if (!known && dify.adminKey !== undefined)
    await connectPlatform(ctx, {
      kind: 'dify',
      name: PLATFORM_NAME,
      baseUrl: dify.url,
      login: { kind: 'adminKey', key: dify.adminKey },
    })
  return { services, platform: !known }
}

/** Registers one service of the sandbox; false when its identifier is there already. */
async function register(
  ctx: Context,
  { key, name, description, icon, url, credential }: DemoService,
): Promise<boolean> {
  try {
    await createService(ctx, {
      name,
      identifier: key.replaceAll('-', '_'),
      iconEmoji: icon,
      iconColor: COLORS[key] ?? '#e5e7eb',
      description,
      url,
      transport: 'auto',
      credential: credentialOf(credential),
      timeoutSeconds: 30,
      sseReadTimeoutSeconds: 300,
    })
    return true
  } catch (error) {
    if (error instanceof FerryError && error.fields?.identifier !== undefined) return false
    throw error
  }
}

function credentialOf(wanted: DemoService['credential']): Credential {
  if (wanted === undefined) return { kind: 'none' }
  const bearer = /^Bearer (.+)$/.exec(wanted.value)?.[1]
  return bearer === undefined
    ? { kind: 'apiKey', header: wanted.header, value: wanted.value }
    : { kind: 'bearer', token: bearer }
}
