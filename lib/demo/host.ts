import fs from 'node:fs'
import path from 'node:path'

/** Where the sandbox listens and keeps its state; remembered, so that a restart finds the same addresses. */
export interface DemoPlace {
  difyPort: number
  mcpPort: number
  stateFile: string
}

/** A service as the demo offers it. */
export interface DemoService {
  key: string
  name: string
  description: string
  icon: string
  url: string
  credential?: { header: string; value: string }
}

/** A running sandbox. */
export interface DemoSandbox {
  dify: { url: string; port: number; adminKey: string | undefined }
  mcp: { port: number; services: readonly DemoService[] }
  close(): Promise<void>
}

/** Starts the sandbox at a place; port 0 takes a free one. */
export type StartSandbox = (place: DemoPlace) => Promise<DemoSandbox>

interface DemoHost {
  /** Starts the sandbox on the first call; later calls get the running one. */
  sandbox(): Promise<DemoSandbox>
  close(): Promise<void>
}

const PROCESS = Symbol.for('mcp-ferry.demo')
type Holder = { [PROCESS]?: DemoHost }

/** The demo's host in this process; undefined where none is offered. On `globalThis`, because pages are another module graph than `server.ts`. */
export function demoHost(): DemoHost | undefined {
  return (globalThis as Holder)[PROCESS]
}

/**
 * Offers the demo in this process. Where it was loaded before, the sandbox starts again at once, at the same addresses.
 * `start` is given by the front door, so that pages never bundle the sandbox.
 */
export async function provideDemo(dataDir: string, start: StartSandbox): Promise<DemoHost> {
  const folder = path.join(dataDir, 'demo')
  const placeFile = path.join(folder, 'place.json')
  let running: Promise<DemoSandbox> | undefined

  const host: DemoHost = {
    sandbox: () => {
      running ??= begin().catch((error: unknown) => {
        running = undefined
        throw error
      })
      return running
    },
    close: async () => (await running?.catch(() => undefined))?.close(),
  }
  const begin = async () => {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
    const known = readPlace(placeFile)
    const sandbox = await start(known ?? { difyPort: 0, mcpPort: 0, stateFile: path.join(folder, 'dify.json') })
    const place = { difyPort: sandbox.dify.port, mcpPort: sandbox.mcp.port }
    fs.writeFileSync(placeFile, `${JSON.stringify({ ...place, stateFile: path.join(folder, 'dify.json') })}\n`)
    return sandbox
  }
  ;(globalThis as Holder)[PROCESS] = host
  if (fs.existsSync(placeFile)) await host.sandbox()
  return host
}

function readPlace(file: string): DemoPlace | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as DemoPlace
  } catch {
    return undefined
  }
}
