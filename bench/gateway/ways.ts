import path from 'node:path'
import { freePort } from '#tests/helpers/free-port.ts'
import { type Child, startChild } from './child.ts'
import { makeFerry } from './ferry.ts'
import type { Way } from './measure.ts'
import { startFastmcp, startNginx } from './others.ts'
import type { Target } from './target.ts'

export const NAMES = {
  direct: 'direct',
  bare: 'bare proxy',
  front: 'gateway behind server.ts',
  frontModern: '… modern caller and service',
  alone: 'npm run gateway',
  bridgeA: 'bridge A (legacy caller, modern service)',
  bridgeB: 'bridge B (modern caller, legacy service)',
  nginx: 'nginx',
  fastmcp: 'FastMCP’s proxy',
} as const

/** Everything that is measured, up and warm to be called. */
export interface Stage {
  upstream: Child
  database: 'PostgreSQL' | 'embedded'
  ways: Partial<Record<keyof typeof NAMES, Way>>
  /** The service with short-lived access tokens, behind `server.ts`. */
  oauth: Target
  /** What is not measured here, and why. */
  skipped: string[]
  versions: string[]
  close(): Promise<void>
}

const CREDENTIAL = 'bench-credential-of-the-service'
const BARE_TOKEN = 'bench-token-of-the-bare-proxy'
const SERVERS = path.join(import.meta.dirname, 'servers')

/** Starts the upstream, the servers between and, where they are installed, those of others; each in its own process. */
export async function setStage(): Promise<Stage> {
  const children: { close(): Promise<void> }[] = []
  const started = <T extends { close(): Promise<void> }>(child: T): T => {
    children.push(child)
    return child
  }
  const close = async () => {
    for (const child of children.reverse()) await child.close()
  }
  const own = async (script: string, ...args: string[]) => {
    const port = await freePort()
    return started(await startChild(process.execPath, [path.join(SERVERS, script), String(port), ...args], { port }))
  }
  try {
    const upstream = await own('upstream.ts', CREDENTIAL)
    const origin = `http://127.0.0.1:${upstream.port}`
    const bare = await own('bare-proxy.ts', origin, CREDENTIAL, `${BARE_TOKEN}=/legacy`)
    const ferry = await makeFerry(origin, CREDENTIAL)
    children.push({ close: ferry.remove })
    const front = started(await ferry.startFront())
    const alone = ferry.startAlone && started(await ferry.startAlone())
    const nginx = await startNginx(upstream.port, CREDENTIAL, BARE_TOKEN)
    if (nginx !== undefined) started(nginx)
    const fastmcp = await startFastmcp(upstream.port, CREDENTIAL)
    if (fastmcp !== undefined) started(fastmcp)

    const { legacy, modern, oauth } = ferry.services
    const way = (
      name: keyof typeof NAMES,
      server: Child,
      { path: at, token }: { path: string; token: string },
      caller: 'legacy' | 'modern' = 'legacy',
    ): Way => ({ server, target: { name: NAMES[name], port: server.port, path: at, token, era: caller } })
    const barely = { path: '/mcp', token: BARE_TOKEN }
    const skipped: string[] = []
    if (alone === undefined) skipped.push('npm run gateway: no PostgreSQL answers')
    if (nginx === undefined) skipped.push('nginx: not installed')
    if (fastmcp === undefined)
      skipped.push('FastMCP’s proxy: not installed (FASTMCP_PYTHON names a Python that has it)')
    return {
      upstream,
      database: ferry.database,
      oauth: { ...way('front', front, oauth).target, name: 'gateway behind server.ts, OAuth' },
      ways: {
        direct: { ...way('direct', upstream, { path: '/legacy', token: CREDENTIAL }), server: undefined },
        bare: way('bare', bare, barely),
        front: way('front', front, legacy),
        frontModern: way('frontModern', front, modern, 'modern'),
        ...(alone && { alone: way('alone', alone, legacy) }),
        bridgeA: way('bridgeA', front, modern),
        bridgeB: way('bridgeB', front, legacy, 'modern'),
        ...(nginx && { nginx: way('nginx', nginx, barely) }),
        ...(fastmcp && { fastmcp: { ...way('fastmcp', fastmcp, barely), slow: true } }),
      },
      skipped,
      versions: [nginx, fastmcp].flatMap((other) => (other === undefined ? [] : [other.version])),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
