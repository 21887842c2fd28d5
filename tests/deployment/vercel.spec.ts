import { expect, type Page, test } from '@playwright/test'
import { type Sandbox, startSandbox } from '#sandbox/index.ts'
import { choosePlatform, openDialog } from '../e2e/support/dialog.ts'
import { signIn } from '../e2e/support/people.ts'
import { connectPlatform } from '../e2e/support/platforms.ts'
import { runEnds } from '../e2e/support/runs.ts'
import { addServices } from '../e2e/support/services.ts'

const given = (name: string): string => {
  const value = process.env[name]
  if (value === undefined || value === '') throw new Error(`${name} must be set`)
  return value
}
const URL_OF_DEPLOYMENT = given('VERCEL_CHECK_URL').replace(/\/+$/, '')
const SECRET = given('CRON_SECRET')
/** How long a function of the deployment lives. */
const SECONDS = Number(process.env.VERCEL_CHECK_SECONDS ?? 300)
/** The deployment has to reach this machine for what is synchronized; functions of Vercel itself cannot. */
const REACHES_US = process.env.VERCEL_CHECK_CROSSING !== 'off'

const PROVIDER = '/console/api/workspaces/current/tool-provider/mcp'
/** Another name each time, so that a deployment can be checked again. */
const stamp = Date.now().toString(36).slice(-5)
const SERVICES = Array.from({ length: 8 }, (_, at) => `Station ${stamp} ${at + 1}`)
const NAMESPACES = Array.from({ length: 2 }, (_, at) => `Space ${at + 1}`)
const ITEMS = SERVICES.length * NAMESPACES.length
const SEED = {
  accounts: [{ name: 'admin', email: 'admin@example.com', password: 'Passw0rd123' }],
  workspaces: NAMESPACES.map((name) => ({ name, owner: 'admin@example.com' })),
}
const figures: string[] = []
test.afterAll(() => console.log(`figures: ${figures.join(', ')}`))

async function tick(secret: string | null = SECRET): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = new Headers(secret === null ? {} : { authorization: `Bearer ${secret}` })
  const answer = await fetch(`${URL_OF_DEPLOYMENT}/api/tick`, { headers })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

test('six requests at once, to a database that may be empty: none fails', async () => {
  const began = performance.now()
  const paths = ['/login', '/setup', '/services', '/api/health', '/audit/export', '/mcp/nothing/mcp']
  const statuses = await Promise.all(
    paths.map(async (path) => (await fetch(URL_OF_DEPLOYMENT + path, { redirect: 'manual' })).status),
  )
  expect(statuses).toEqual([200, 307, 307, 200, 401, 401])
  figures.push(`six at once ${((performance.now() - began) / 1000).toFixed(1)} s`)
})

test('the tick opens to its secret alone', async () => {
  for (const wrong of [null, '', 'wrong', `${SECRET}x`]) expect((await tick(wrong)).status).toBe(401)
  const { status, body } = await tick()
  expect(status).toBe(200)
  expect(body).toMatchObject({ failed: 0 })
})

test('a crossing that takes longer than a function: all is written once, the live page comes back by itself', async ({
  page,
}) => {
  test.skip(!REACHES_US, 'VERCEL_CHECK_CROSSING=off')
  const sandbox = await startSandbox({ release: '1.14.0', seed: SEED })
  const createMs = (Math.min(SECONDS, 60) / 3) * 1000
  sandbox.dify.slowDown(({ method, path }) => (method === 'POST' && path === PROVIDER ? createMs : 0))
  try {
    await signIn(page, URL_OF_DEPLOYMENT, {
      email: given('VERCEL_CHECK_EMAIL'),
      password: given('VERCEL_CHECK_PASSWORD'),
    })
    await confirmRun(page, sandbox)
    const began = performance.now()
    let documents = 0
    let streams = 0
    page.on('domcontentloaded', () => {
      documents += 1
    })
    page.on('request', (request) => {
      if (request.url().includes('/events')) streams += 1
    })
    const ticking = tickUntil(async () => (await creations(sandbox)).length >= ITEMS)
    await expect(await runEnds(page, 600_000)).toHaveText(new RegExp(`^${ITEMS} created\\.`))
    const seconds = (performance.now() - began) / 1000
    const { ticks, cut } = await ticking
    expect(documents, 'the page was never loaded anew').toBe(0)
    if (SECONDS <= 60) {
      expect(seconds, 'the run takes longer than a function').toBeGreaterThan(SECONDS)
      expect(streams, 'the live page connected again').toBeGreaterThan(0)
    }
    for (const namespace of NAMESPACES) {
      const there = sandbox.dify.providers(namespace)
      expect(there.map(({ name }) => name).toSorted()).toEqual(SERVICES)
    }
    const writes = sandbox.dify.writes()
    const created = await creations(sandbox)
    expect(created.map(({ status }) => status)).toEqual(Array(ITEMS).fill(200))
    figures.push(
      `run ${seconds.toFixed(0)} s for functions of ${SECONDS} s`,
      `${created.length} of ${ITEMS} created, ${writes.length - created.length} other writes`,
      `${ticks} ticks (${cut} cut)`,
      `live page connected again ${streams} times`,
    )
    await callThroughGateway(page)
  } finally {
    await sandbox.close()
  }
})

/** Goes through the dialog with every service and every namespace, until the page of the run is there. */
async function confirmRun(page: Page, { dify, mcp }: Sandbox): Promise<void> {
  await connectPlatform(page, URL_OF_DEPLOYMENT, `Dify ${stamp}`, dify)
  const services = SERVICES.map((name, at) => ({ name, url: `${mcp.url}/json/mcp?station=${stamp}-${at + 1}` }))
  const counted = await normalServices(page)
  await addServices(page, URL_OF_DEPLOYMENT, services, counted + SERVICES.length)
  await page.goto(`${URL_OF_DEPLOYMENT}/services?q=${stamp}`)
  const dialog = await openDialog(page, SERVICES)
  await choosePlatform(dialog, `Dify ${stamp}`)
  await dialog.getByRole('button', { name: `Select all ${NAMESPACES.length} available` }).click()
  const next = dialog.getByRole('button', { name: 'Next' })
  await next.click()
  await next.click({ timeout: 60_000 })
  const confirm = dialog.getByRole('button', { name: 'Confirm Synchronization' })
  await expect(confirm).toBeEnabled({ timeout: 60_000 })
  await confirm.click()
  await expect(page).toHaveURL(/\/syncs\/[0-9a-f-]{36}/, { timeout: 60_000 })
  await expect(page.getByRole('progressbar')).toBeVisible()
}

async function normalServices(page: Page): Promise<number> {
  await page.goto(`${URL_OF_DEPLOYMENT}/services`)
  const said = page.locator('#page').getByText(/^\d+ normal$/)
  return (await said.count()) === 0 ? 0 : Number.parseInt((await said.first().textContent()) ?? '0', 10)
}

/** Beside whatever cron there is: calls the tick, and again soon after it answered. */
async function tickUntil(isOver: () => Promise<boolean>): Promise<{ ticks: number; cut: number }> {
  const count = { ticks: 0, cut: 0 }
  while (!(await isOver())) {
    // A function that was ended in the middle gives another answer, and the next tick goes on.
    const { body } = await tick().catch(() => ({ body: {} as Record<string, unknown> }))
    count.ticks += 1
    if (body.cut === true) count.cut += 1
    await new Promise((resolve) => setTimeout(resolve, 2000))
  }
  return count
}

/** The answered requests that create a provider. */
async function creations({ dify }: Sandbox) {
  return dify.log.filter(({ method, path }) => method === 'POST' && path === PROVIDER)
}

/** A token by its form, a call with it, and its line in the access log at once. */
async function callThroughGateway(page: Page): Promise<void> {
  const service = SERVICES[0] ?? ''
  await page.goto(`${URL_OF_DEPLOYMENT}/tokens?form=new`)
  const form = page.getByRole('dialog', { name: 'New token' })
  await form.getByRole('combobox', { name: 'Service' }).click()
  await page.getByRole('option', { name: service, exact: true }).click()
  await form.getByRole('textbox', { name: 'What it is for' }).fill(`check ${stamp}`)
  await form.getByRole('button', { name: 'Make the token' }).click()
  const once = page.getByRole('dialog', { name: 'Copy the token now' })
  const token = await once.getByRole('textbox', { name: 'Token', exact: true }).inputValue()
  const address = await once.getByRole('textbox', { name: 'Address' }).inputValue()
  expect(address.startsWith(URL_OF_DEPLOYMENT)).toBe(true)
  await once.getByRole('checkbox', { name: 'I have stored it' }).click()
  await once.getByRole('button', { name: 'Done' }).click()

  const times: number[] = []
  for (let call = 0; call < 3; call += 1) {
    const began = performance.now()
    const answer = await ask(address, token)
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('"tools":[')
    times.push(Math.round(performance.now() - began))
  }
  expect((await ask(address, `${token.slice(0, -1)}x`)).status).toBe(401)
  await page.goto(`${URL_OF_DEPLOYMENT}/tokens?q=${encodeURIComponent(`check ${stamp}`)}`)
  // Perhaps one more, by the form itself, which tries the token.
  const row = page.getByRole('row').filter({ hasText: `check ${stamp}` })
  await expect(row.getByRole('cell', { name: /^[34]$/ })).toBeVisible()
  figures.push(`gateway calls ${times.join(', ')} ms`)
}

async function ask(address: string, token: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
  })
  return { status: answer.status, text: await answer.text() }
}
