import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type Sandbox, type SandboxOptions, startSandbox } from '#sandbox/index.ts'
import { byKey, type Console, caller, create, signIn, update } from './console.ts'

const running: Sandbox[] = []
afterEach(() => Promise.all(running.splice(0).map((sandbox) => sandbox.close())))

async function started(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ release: '1.14.0', patience: { pollMs: 10 }, ...options })
  running.push(sandbox)
  return sandbox
}

test('two jobs of one account that switch at the same time write into the wrong workspace', async () => {
  const { dify, mcp } = await started()
  dify.slowDown(({ path }) => (path.endsWith('switch') ? 0 : 5))
  const console = await signIn(dify)
  const job = async (workspace: string) => {
    const id = dify.workspaces.find(({ name }) => name === workspace)?.id ?? ''
    await console.call('POST', 'workspaces/switch', { tenant_id: id })
    await create(console, workspace, `${mcp.services.weather.url}?${workspace}`)
  }
  await Promise.all([job('Support'), job('Ops')])
  const counts = ['Support', 'Ops'].map((workspace) => dify.providers(workspace).length)
  expect(counts.toSorted()).toEqual([0, 2])
})

test('the admin key keeps workspaces apart, and leaves the account where it was', async () => {
  const { dify, mcp } = await started()
  await Promise.all(['Support', 'Ops'].map((name) => create(byKey(dify, name), name, mcp.services.weather.url)))
  expect(['Support', 'Ops'].map((name) => dify.providers(name).map((one) => one.name))).toEqual([['Support'], ['Ops']])
  expect(dify.currentWorkspace('admin@example.com')).toBe('Research')
})

test('a workspace without an owner is listed, but refuses the key', async () => {
  const { dify } = await started()
  const { body } = await byKey(dify, 'Foreign').call('GET', 'all-workspaces?page=1&limit=100')
  expect(JSON.stringify(body)).toContain('Foreign')
  expect((await byKey(dify, 'Foreign').call('GET', 'workspaces')).status).toBe(401)
})

test('the key together with a login cookie is refused', async () => {
  const { dify } = await started()
  const signedIn = await signIn(dify)
  const { status, body } = await signedIn.call('GET', 'workspaces', undefined, {
    authorization: `Bearer ${dify.adminKey}`,
    'x-csrf-token': '',
  })
  expect([status, body.message]).toEqual([401, 'CSRF token is missing or invalid.'])
})

test('five wrong passwords and one more lock the account; others get in', async () => {
  const { dify } = await started()
  const attempt = async (email: string, password: string) => {
    const answer = await fetch(`${dify.url}/console/api/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: Buffer.from(password).toString('base64') }),
    })
    return answer.status
  }
  for (let i = 0; i < 6; i++) expect(await attempt('lock@example.com', 'wrong')).toBe(401)
  expect(await attempt('lock@example.com', 'Passw0rd123')).toBe(429)
  expect(await attempt('member@example.com', 'Passw0rd123')).toBe(200)
})

test('an access token ends with its time', async () => {
  const { dify } = await started({ accessTokenSeconds: 1 })
  const console = await signIn(dify)
  expect((await console.call('GET', 'workspaces')).status).toBe(200)
  await new Promise((resolve) => setTimeout(resolve, 2000))
  expect((await console.call('GET', 'workspaces')).status).toBe(401)
})

test('the access log tells writing requests from looking ones', async () => {
  const { dify, mcp } = await started()
  const console = byKey(dify, 'Ops')
  const { body } = await create(console, 'weather', mcp.services.weather.url)
  await update(console, body.id)
  await console.call('GET', 'workspaces/current/tool-providers?type=mcp')
  expect(dify.writes().map(({ method, path }) => `${method} ${path.split('/mcp').at(-1)}`)).toEqual([
    'POST ',
    `GET /update/${body.id}`,
  ])
  const [first] = (await (await fetch(`${dify.url}/__log`)).json()) as unknown[]
  expect(first).toMatchObject({ method: 'POST', status: 200, workspace: 'Ops', account: 'admin key' })
  await fetch(`${dify.url}/__log`, { method: 'DELETE' })
  expect(dify.log).toEqual([])
})

test.each([
  ['reset before', 0],
  ['reset after', 1],
  ['bad gateway after', 1],
] as const)('%s: the write is there %i times', async (kind, times) => {
  const { dify, mcp } = await started()
  const console = byKey(dify, 'Ops')
  dify.fail({ kind, method: 'POST', path: /tool-provider\/mcp$/, skip: 1 })
  await create(console, 'first', mcp.services.weather.url)
  const second = create(console, 'second', mcp.services.clock.url)
  if (kind === 'bad gateway after') expect((await second).status).toBe(502)
  else await expect(second).rejects.toThrow('fetch failed')
  expect(dify.providers('Ops').filter(({ name }) => name === 'second')).toHaveLength(times)
  expect((await create(console, 'third', mcp.services.atlas.url)).status).toBe(200)
})

test('a list keeps the one worker busy for as long as its providers cost', async () => {
  const { dify, mcp } = await started({ costs: { list: 100 } })
  const console = byKey(dify, 'Ops')
  await create(console, 'weather', mcp.services.weather.url)
  const list = async () => (await console.call('GET', 'workspaces/current/tool-providers?type=mcp')).status
  const began = performance.now()
  expect(await Promise.all([list(), list(), list()])).toEqual([200, 200, 200])
  expect(performance.now() - began).toBeGreaterThan(290)
})

test('what it knows survives a restart, sessions too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
  try {
    const stateFile = join(folder, 'below', 'dify.json')
    const first = await started({ stateFile })
    const before = await signIn(first.dify)
    await create(before, 'weather', first.mcp.services.weather.url)
    running.splice(0)
    await first.close()
    const second = await started({ stateFile })
    expect(second.dify.workspaces).toEqual(first.dify.workspaces)
    expect(second.dify.providers('Research').map(({ name, tools }) => [name, tools.length])).toEqual([['weather', 3]])
    expect((await caller(second.dify, before.credentials).call('GET', 'workspaces')).status).toBe(200)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a state file that is none is refused, and kept as it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
  try {
    const stateFile = join(folder, 'notes.json')
    writeFileSync(stateFile, '{"mine":true}')
    await expect(startSandbox({ release: '1.14.0', stateFile })).rejects.toThrow('holds no state of a sandbox')
    expect(readFileSync(stateFile, 'utf8')).toBe('{"mine":true}')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('its page lists the providers of each workspace with their tools', async () => {
  const { dify, mcp } = await started()
  await create(byKey(dify, 'Ops'), '<weather>', mcp.services.weather.url)
  const page = await (await fetch(`${dify.url}/tools?category=mcp`)).text()
  expect(page).toContain('&lt;weather&gt;')
  expect(page).toContain('<code>current_weather</code>')
})

test('an installation that is not set up, without passwords, or with single sign-on says so', async () => {
  const fresh = await started({ setup: 'not_started' })
  const anybody: Console = byKey(fresh.dify, 'Ops')
  expect((await anybody.call('GET', 'setup')).body).toEqual({ step: 'not_started' })
  expect((await anybody.call('GET', 'workspaces')).body.code).toBe('not_setup')
  const closed = await started({ passwordLogin: false, ssoEnforced: true })
  expect((await byKey(closed.dify, 'Ops').call('GET', 'system-features')).body).toMatchObject({
    enable_email_password_login: false,
    sso_enforced_for_signin: true,
  })
})

test('a taken port leaves nothing running', async () => {
  const { mcp } = await started()
  await expect(startSandbox({ release: '1.14.0', mcpPort: mcp.port })).rejects.toThrow('EADDRINUSE')
})
