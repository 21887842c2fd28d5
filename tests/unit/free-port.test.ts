import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import { expect, it } from 'vitest'
import { freePort } from '#tests/helpers/free-port.ts'

const RANGE = '/proc/sys/net/ipv4/ip_local_port_range'

it('is a port that can be listened on', async () => {
  const server = net.createServer().listen(await freePort(), '127.0.0.1')
  await once(server, 'listening')
  server.close()
})

it.skipIf(!fs.existsSync(RANGE))('is none that the system gives to a connection meanwhile', async () => {
  const [lowest, highest] = fs.readFileSync(RANGE, 'utf8').trim().split(/\s+/).map(Number)
  const ports = await Promise.all(Array.from({ length: 50 }, freePort))
  expect(ports.filter((port) => port >= Number(lowest) && port <= Number(highest))).toEqual([])
})
