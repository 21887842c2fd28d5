import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import net from 'node:net'

/** Below the ports that systems give to outgoing connections: from 32,768 on Linux, from 49,152 elsewhere. */
const LOWEST = 20_000
const HIGHEST = 32_000

/**
 * A port of this machine that nobody listens on, for a server that is about to start. Not one that the system chooses: until the server
 * is up, a connection may be given the same.
 */
export async function freePort(): Promise<number> {
  const port = randomInt(LOWEST, HIGHEST)
  return (await isFree(port)) ? port : freePort()
}

async function isFree(port: number): Promise<boolean> {
  const probe = net.createServer().listen(port, '127.0.0.1')
  try {
    await once(probe, 'listening')
    return true
  } catch {
    return false
  } finally {
    await new Promise((resolve) => probe.close(resolve))
  }
}
