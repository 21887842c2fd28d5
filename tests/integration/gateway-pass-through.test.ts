import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeDatabases } from '#tests/helpers/database.ts'
import { startGateway, type TestGateway } from '#tests/helpers/gateway.ts'
import { startTestServers } from '#tests/helpers/mcp-servers.ts'

const upstream = startTestServers(50)

describeDatabases('gateway, the same era on both sides', (database) => {
  let gateway: TestGateway
  beforeAll(async () => {
    gateway = await startGateway(database.connection)
  })
  afterAll(() => gateway.close())

  it('carries a legacy client to a legacy service with sessions', async () => {
    const { url, token } = await gateway.open({ url: upstream.servers.services.sessions.url })
    const client = new Client({ name: 'test', version: '1' })
    await client.connect(
      new StreamableHTTPClientTransport(new URL(url), {
        requestInit: { headers: { authorization: `Bearer ${token}` } },
      }),
    )
    const { tools } = await client.listTools()
    expect(tools.length).toBe(upstream.servers.services.sessions.tools)
    await client.close()
  })
})
