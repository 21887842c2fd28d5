import type { Connector } from './connector.ts'
import { difyConnector } from './dify/index.ts'

const CONNECTORS: Record<Connector['kind'], Connector> = { dify: difyConnector }

/** The connector for a kind of platform. */
export function connectorFor(kind: Connector['kind']): Connector {
  return CONNECTORS[kind]
}
