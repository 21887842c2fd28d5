import type { DatabaseConnection } from '#db/client.ts'
import { deploymentAddresses, environment, runsServerless } from '#lib/core/index.ts'
import { createGateway, type Gateway } from './gateway.ts'

const PROCESS = Symbol.for('mcp-ferry.gateway')
type Holder = { [PROCESS]?: Promise<Gateway> }

/** The gateway of this process, opened once, in whichever of its module graphs; it answers under `GATEWAY_URL` and `APP_URL`. */
export function processGateway(connection: DatabaseConnection): Promise<Gateway> {
  const holder = globalThis as Holder
  const { GATEWAY_URL, APP_URL } = environment()
  holder[PROCESS] ??= createGateway({
    connection,
    frozenBetweenCalls: runsServerless(),
    addresses: [GATEWAY_URL, APP_URL, ...deploymentAddresses()].filter((address) => address !== undefined),
  })
  return holder[PROCESS]
}
