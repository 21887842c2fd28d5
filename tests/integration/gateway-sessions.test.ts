import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { modernCall, post, startTestGateway, until } from '#tests/helpers/gateway-calls.ts'
import { startMcpProbe } from '#tests/helpers/mcp-probe/index.ts'

const probe = startMcpProbe()
const gateway = startTestGateway()

const MINUTE = 60_000

// For both: the gateway looks after its sessions by one interval.
beforeAll(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] }))
afterAll(() => void vi.useRealTimers())

async function list(door: { url: string; token: string }) {
  const { body, headers } = modernCall('tools/list')
  return (await post(door, body, { headers })).message.result?.tools?.length
}

const farewells = () => probe.wire.filter(({ http }) => http === 'DELETE').length

it('a session with a service is closed when nobody has used it for five minutes, not before', async () => {
  const door = await gateway.open(probe.service('stateful'))
  expect(await list(door)).toBe(10)
  await vi.advanceTimersByTimeAsync(4 * MINUTE)
  expect(await list(door)).toBe(10)
  await vi.advanceTimersByTimeAsync(4 * MINUTE)
  expect(farewells()).toBe(0)
  await vi.advanceTimersByTimeAsync(2 * MINUTE)
  await until(() => farewells() === 1)
  expect(await list(door)).toBe(10)
  expect(probe.wire.filter(({ rpc }) => rpc === 'initialize')).toHaveLength(2)
})

it('a session with a service ends with the token that it was opened for', async () => {
  const { id, url } = await gateway.addService(probe.service('stateful'))
  const { token } = await gateway.addToken(id, { expiresAt: new Date(Date.now() + MINUTE) })
  expect(await list({ url, token })).toBe(10)
  await vi.advanceTimersByTimeAsync(MINUTE + 20_000)
  await until(() => farewells() === 1)
})
