import { answer, type Serve } from './http.ts'
import { overSse, withoutSessions, withSessions } from './serve/legacy.ts'
import { modern } from './serve/modern.ts'
import type { Offer } from './tool.ts'
import { ATLAS } from './tools/atlas.ts'
import { CLOCK } from './tools/clock.ts'
import { HANDBOOK } from './tools/handbook.ts'
import { ledgerTools } from './tools/ledger.ts'
import { PRICE_LIST } from './tools/price-list.ts'
import { WEATHER } from './tools/weather.ts'

export type ServiceKey =
  | 'weather'
  | 'handbook'
  | 'ledger'
  | 'clock'
  | 'price-list'
  | 'atlas'
  | 'archive'
  | 'workshop'
  | 'sessions'
  | 'events'
  | 'json'

/** The header that a service wants, with the value that it wants now. */
export interface Credential {
  readonly header: string
  readonly value: string
}

export interface Service {
  readonly key: ServiceKey
  readonly name: string
  readonly description: string
  readonly icon: string
  readonly path: string
  readonly tools: number
  readonly credential?: Credential
  readonly serve: Serve
}

const HANDBOOK_TOKEN = 'handbook-token-4f7a91c2'
const LEDGER_KEY = 'ledger-key-83b5d016'

/** The services of one sandbox. `slowMs` is how long the archive takes for each answer. */
export function servicesOf(slowMs: number): Service[] {
  const weather: Offer = { name: 'weather', tools: WEATHER }
  const ledger = ledgerTools()
  const archive = withoutSessions({ name: 'archive', tools: HANDBOOK }, 'json')
  return [
    {
      key: 'weather',
      name: 'Weather',
      description: 'Current weather and forecasts; open, speaks both eras of MCP',
      icon: '🌦',
      path: '/weather/mcp',
      tools: WEATHER.length,
      serve: modern(weather, 'both'),
    },
    {
      key: 'handbook',
      name: 'Handbook',
      description: 'The company handbook; wants a Bearer token, keeps sessions',
      icon: '📘',
      path: '/handbook/mcp',
      tools: HANDBOOK.length,
      credential: { header: 'Authorization', value: `Bearer ${HANDBOOK_TOKEN}` },
      serve: withSessions({ name: 'handbook', tools: HANDBOOK }),
    },
    {
      key: 'ledger',
      name: 'Ledger',
      description: 'A small set of books; wants an API key in a header',
      icon: '📒',
      path: '/ledger/mcp',
      tools: ledger.length,
      credential: { header: 'X-API-Key', value: LEDGER_KEY },
      serve: withoutSessions({ name: 'ledger', tools: ledger }, 'events'),
    },
    {
      key: 'clock',
      name: 'Clock',
      description: 'Times and time zones; speaks the old SSE transport',
      icon: '🕰',
      path: '/clock/sse',
      tools: CLOCK.length,
      serve: overSse({ name: 'clock', tools: CLOCK }, '/clock/sse'),
    },
    {
      key: 'price-list',
      name: 'Price list',
      description: 'Sixty tools in six pages',
      icon: '🏷',
      path: '/price-list/mcp',
      tools: PRICE_LIST.length,
      serve: modern({ name: 'price-list', tools: PRICE_LIST, pageSize: 10 }, 'both'),
    },
    {
      key: 'atlas',
      name: 'Atlas',
      description: 'Countries and borders; speaks only MCP 2026-07-28',
      icon: '🗺',
      path: '/atlas/mcp',
      tools: ATLAS.length,
      serve: modern({ name: 'atlas', tools: ATLAS }, 'modern'),
    },
    {
      key: 'archive',
      name: 'Archive',
      description: `Works, but takes ${slowMs} ms for each answer`,
      icon: '🗄',
      path: '/archive/mcp',
      tools: HANDBOOK.length,
      serve: async (exchange) => {
        await new Promise((resolve) => setTimeout(resolve, slowMs))
        await archive(exchange)
      },
    },
    {
      key: 'workshop',
      name: 'Workshop',
      description: 'Broken: answers every request with an error of its own',
      icon: '🔧',
      path: '/workshop/mcp',
      tools: 0,
      serve: (exchange) => answer(exchange, 500, 'text/plain', 'Internal Server Error'),
    },
    {
      key: 'sessions',
      name: 'Weather, sessions',
      description: 'Of the old eras only, with sessions',
      icon: '🌤',
      path: '/sessions/mcp',
      tools: WEATHER.length,
      serve: withSessions(weather),
    },
    {
      key: 'events',
      name: 'Weather, events',
      description: 'Of the old eras only, without sessions, answering in event streams',
      icon: '🌤',
      path: '/events/mcp',
      tools: WEATHER.length,
      serve: withoutSessions(weather, 'events'),
    },
    {
      key: 'json',
      name: 'Weather, JSON',
      description: 'Of the old eras only, without sessions, answering in JSON',
      icon: '🌤',
      path: '/json/mcp',
      tools: WEATHER.length,
      serve: withoutSessions(weather, 'json'),
    },
  ]
}
