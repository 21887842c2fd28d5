import { expect, it } from 'vitest'
import { openDatabase } from '#db/client.ts'
import { createAccessLog } from '#lib/gateway/access-log.ts'
import { deadPort } from '#tests/contract/probe.ts'
import '#tests/helpers/environment.ts'

it('drops and counts lines rather than hold a call or fill the memory, when the database is not there', async () => {
  const connection = await openDatabase({ url: `postgres://nobody@127.0.0.1:${await deadPort()}/nothing` })
  const accessLog = createAccessLog(connection.db)
  const line = {
    at: Date.now(),
    tokenId: '00000000-0000-4000-8000-000000000000',
    serviceId: '00000000-0000-4000-8000-000000000001',
    namespaceId: null,
    method: 'ping',
    tool: null,
    callerEra: 'legacy',
    serviceEra: 'legacy',
    verdict: 'ok',
    code: null,
    bytesIn: 1,
    bytesOut: 1,
    ms: 1,
  } as const
  const began = performance.now()
  for (let count = 0; count < 20_500; count++) accessLog.add({ ...line })
  expect(performance.now() - began).toBeLessThan(1000)
  expect(accessLog.stats()).toEqual({ waiting: 20_000, dropped: 500 })
  await accessLog.close()
  expect(accessLog.stats().waiting).toBe(20_000)
  await connection.close()
})
