import { headers } from 'next/headers'
import { environment } from '#lib/core/index.ts'
import packageFile from '../../package.json' with { type: 'json' }

/** «MCP Ferry 1.0.0 at ferry.example.com»: release and where it runs, for the foot of pages without navigation. */
export async function installationLine(): Promise<string> {
  const { APP_URL, DATABASE_URL } = environment()
  const host = APP_URL === undefined ? (await headers()).get('host') : new URL(APP_URL).host
  const local = host === null || /^(localhost|127\.|\[::1\])/.test(host)
  const where = local ? 'on this machine' : `at ${host}`
  return `MCP Ferry ${packageFile.version} ${where}${local && DATABASE_URL === undefined ? ', embedded database' : ''}`
}
