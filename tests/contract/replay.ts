import { type Dify, startDify } from '#sandbox/index.ts'
import { isObject, type Json, type JsonObject, parseJson } from '#sandbox/json.ts'
import { deadPort, type Probe } from './probe.ts'
import { type Exchange, readRecording } from './recordings.ts'

/** A recorded exchange beside what the sandbox answered to the same question, ids and addresses made equal. */
export interface Pair {
  readonly recorded: Exchange
  readonly answered: Exchange['response']
}

interface Session {
  access: string
  refresh: string
  cookies: Record<string, string>
}

const RECORDED_MCP = 'http://127.0.0.1:7100'
const RECORDED_DEAD = 'http://127.0.0.1:7199'
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const SHOWN_HEADERS = ['content-type', 'x-version', 'location', 'retry-after', 'www-authenticate']

/** Asks a fresh sandbox of that release every recorded question, in order. */
export async function replay(release: string, probe: Probe): Promise<Pair[]> {
  const exchanges = readRecording(release)
  const dify = await startDify({ release, patience: { pollMs: 10 } })
  try {
    return await new Replay(dify, probe, await deadPort(), exchanges).run()
  } finally {
    await dify.close()
  }
}

class Replay {
  readonly #dify: Dify
  readonly #exchanges: readonly Exchange[]
  /** Recorded id or address → the sandbox's, and back. */
  readonly #there = new Map<string, string>()
  readonly #back = new Map<string, string>()
  readonly #sessions = new Map<string, Session>()

  constructor(dify: Dify, probe: Probe, dead: number, exchanges: readonly Exchange[]) {
    this.#dify = dify
    this.#exchanges = exchanges
    this.#learn(RECORDED_MCP, probe.url)
    this.#learn(RECORDED_DEAD, `http://127.0.0.1:${dead}`)
    // Some questions name a workspace before any answer has shown its id.
    const ids = dify.workspaces.map(({ id, name }) => ({ id, name }))
    this.#compare(bodyOf(exchanges, 'all-workspaces', 'data'), ids)
    // The recorded account had been at work before the questions began.
    const current = bodyOf(exchanges, 'list', 'workspaces').find((one) => isObject(one) && one.current === true)
    if (isObject(current)) dify.switchWorkspace('admin@example.com', String(current.name))
  }

  async run(): Promise<Pair[]> {
    const pairs: Pair[] = []
    for (const recorded of this.#exchanges) pairs.push({ recorded, answered: await this.#ask(recorded) })
    return pairs
  }

  async #ask({ scenario, request, response }: Exchange): Promise<Exchange['response']> {
    const who = scenario === 'member' ? 'member' : 'admin'
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, this.#secrets(this.#sent(value), who, name)]),
    )
    const raw = typeof request.body === 'string' ? request.body : JSON.stringify(request.body)
    const answer = await fetch(this.#dify.url + this.#sent(request.path), {
      method: request.method,
      headers,
      redirect: 'manual',
      ...(raw !== undefined && { body: this.#secrets(this.#sent(raw), who, 'body') }),
    })
    const text = await answer.text()
    const body = parseJson(text) ?? text
    this.#compare(response.body, body)
    if (request.path.endsWith('/login') || request.path.endsWith('/refresh-token')) this.#keep(who, answer, body)
    const cookies = answer.headers.getSetCookie().map(scrubbed)
    const shown = SHOWN_HEADERS.flatMap((name) => {
      const value = answer.headers.get(name)
      return value === null ? [] : [[name, value]]
    })
    return {
      status: answer.status,
      headers: { ...Object.fromEntries(shown), ...(cookies.length > 0 && { 'set-cookie': cookies }) },
      body: parseJson(scrubbed(this.#received(JSON.stringify(body)))) ?? null,
    }
  }

  #keep(who: string, answer: Response, body: Json): void {
    if (answer.status !== 200) return
    const data = isObject(body) && isObject(body.data) ? body.data : {}
    const cookies = Object.fromEntries(
      answer.headers.getSetCookie().map((cookie) => {
        const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=')
        return [name, value]
      }),
    )
    this.#sessions.set(who, { access: String(data.access_token), refresh: String(data.refresh_token), cookies })
  }

  /** Puts real credentials where the recording has its placeholders. */
  #secrets(text: string, who: string, place: string): string {
    const session = this.#sessions.get(who)
    const filled = text.replaceAll('<admin-api-key>', this.#dify.adminKey ?? '')
    if (place === 'cookie') {
      return filled.replace(/(\w+)=<(?:jwt|hex)>/g, (_, name: string) => `${name}=${session?.cookies[name] ?? ''}`)
    }
    if (place === 'x-csrf-token') return filled.replace('<jwt>', session?.cookies.csrf_token ?? '')
    return filled.replace('<jwt>', session?.access ?? '').replace('<hex>', session?.refresh ?? '')
  }

  #sent(text: string): string {
    const addresses = [RECORDED_MCP, RECORDED_DEAD].reduce(
      (done, address) => done.replaceAll(address, this.#there.get(address) ?? address),
      text,
    )
    return addresses.replace(UUID, (id) => this.#there.get(id) ?? id)
  }

  #received(text: string): string {
    return text
      .replace(UUID, (id) => this.#back.get(id) ?? id)
      .replace(/http:\/\/127\.0\.0\.1:\d+/g, (address) => this.#back.get(address) ?? address)
  }

  #learn(recorded: string, actual: string): void {
    this.#there.set(recorded, actual)
    this.#back.set(actual, recorded)
  }

  /** Walks through two answers side by side and learns which id stands for which. */
  #compare(recorded: Json, actual: Json): void {
    if (typeof recorded === 'string' && typeof actual === 'string') {
      const known = this.#there.has(recorded) || this.#back.has(actual)
      const areIds = recorded.length === 36 && recorded.match(UUID) && actual.match(UUID)
      if (areIds && !known) this.#learn(recorded, actual)
    } else if (Array.isArray(recorded) && Array.isArray(actual)) {
      for (const [at, member] of recorded.entries()) this.#compare(member, partnerOf(member, actual, at))
    } else if (isObject(recorded) && isObject(actual)) {
      for (const [key, member] of Object.entries(recorded)) this.#compare(member ?? null, actual[key] ?? null)
    }
  }
}

function partnerOf(member: Json, others: readonly Json[], at: number): Json {
  const name = isObject(member) ? member.name : undefined
  const found = others.find((other) => name !== undefined && isObject(other) && other.name === name)
  return found ?? others[at] ?? null
}

function bodyOf(exchanges: readonly Exchange[], name: string, member: string): readonly Json[] {
  const body = exchanges.find((one) => one.name === name && isObject(one.response.body))?.response.body
  const list = isObject(body) ? (body as JsonObject)[member] : undefined
  return Array.isArray(list) ? list : []
}

function scrubbed(text: string): string {
  return text.replaceAll(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<jwt>').replaceAll(/\b[0-9a-f]{64,}\b/g, '<hex>')
}
