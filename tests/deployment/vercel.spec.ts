import { expect, type Page, test } from '@playwright/test'
import { type Sandbox, startSandbox } from '#sandbox/index.ts'
import { chooseNamespaces, choosePlatform, nextStep, openDialog } from '../e2e/support/dialog.ts'
import { signIn } from '../e2e/support/people.ts'
import { connectPlatform } from '../e2e/support/platforms.ts'
import { runEnds } from '../e2e/support/runs.ts'
import { addServices } from '../e2e/support/services.ts'
import { ask, given, SECONDS, SECRET, tick, tickUntil, URL_OF_DEPLOYMENT } from './deployment.ts'

/** The deployment has to reach this machine for what is synchronized; functions of Vercel itself cannot. */
const REACHES_US = process.env.VERCEL_CHECK_CROSSING !== 'off'

const PROVIDER = '/console/api/workspaces/current/tool-provider/mcp'
/** Another name each time, so that a deployment can be checked again. */
const stamp = Date.now().toString(36).slice(-5)
const SERVICES = Array.from({ length: 8 }, (_, at) => `Station ${stamp} ${at + 1}`)
/** Those of the run that is watched, and of the one that nobody watches. */
const WATCHED = ['Space 1', 'Space 2']
const ALONE = ['Space 3', 'Space 4', 'Space 5', 'Space 6']
const ITEMS = SERVICES.length * WATCHED.length
const ITEMS_ALONE = SERVICES.length * ALONE.length
const SEED = {
  accounts: [{ name: 'admin', email: 'admin@example.com', password: 'Passw0rd123' }],
  workspaces: [...WATCHED, ...ALONE].map((name) => ({ name, owner: 'admin@example.com' })),
}
const figures: string[] = []
test.afterAll(() => console.log(`figures: ${figures.join(', ')}`))

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

test.describe('a crossing that takes longer than a function', () => {
  test.describe.configure({ mode: 'serial' })
  test.skip(!REACHES_US, 'VERCEL_CHECK_CROSSING=off')
  let sandbox: Sandbox

  test.beforeAll(async () => {
    sandbox = await startSandbox({ release: '1.14.0', seed: SEED })
    // Longer than what a function keeps free at its end: some are ended in the middle of a write.
    const createMs = (Math.min(SECONDS, 60) / 4) * 1000
    sandbox.dify.slowDown(({ method, path }) => (method === 'POST' && path === PROVIDER ? createMs : 0))
  })
  test.afterAll(() => sandbox?.close())
  test.beforeEach(({ page }) =>
    signIn(page, URL_OF_DEPLOYMENT, {
      email: given('VERCEL_CHECK_EMAIL'),
      password: given('VERCEL_CHECK_PASSWORD'),
    }),
  )

  test('that is watched: all is written once, the live page comes back by itself, the gateway answers', async ({
    page,
  }) => {
    await register(page, sandbox)
    await confirmRun(page, WATCHED)
    await expect(page.getByRole('progressbar')).toBeVisible()
    const began = performance.now()
    let documents = 0
    let streams = 0
    page.on('domcontentloaded', () => {
      documents += 1
    })
    page.on('request', (request) => {
      if (request.url().includes('/events')) streams += 1
    })
    const ticking = tickUntil(async () => creations(sandbox).length >= ITEMS)
    await expect(await runEnds(page, 600_000)).toHaveText(new RegExp(`^${ITEMS} created\\.`))
    const seconds = (performance.now() - began) / 1000
    const { ticks, worked, cut } = await ticking
    expect(documents, 'the page was never loaded anew').toBe(0)
    if (SECONDS <= 60) {
      expect(seconds, 'the run takes longer than a function').toBeGreaterThan(SECONDS)
      expect(streams, 'the live page connected again').toBeGreaterThan(0)
    }
    expectWrittenOnce(sandbox, WATCHED)
    figures.push(
      `run ${seconds.toFixed(0)} s for functions of ${SECONDS} s`,
      `${ITEMS} of ${ITEMS} created, ${sandbox.dify.writes().length - ITEMS} other writes`,
      `${ticks} ticks (${worked} worked, ${cut} cut)`,
      `live page connected again ${streams} times`,
    )
    await callThroughGateway(page)
  })

  test('that nobody watches: the tick carries it to its end, and all is written once', async ({ page }) => {
    const before = creations(sandbox).length
    if (before === 0) await register(page, sandbox)
    await confirmRun(page, ALONE)
    const address = page.url()
    await page.goto('about:blank')
    const began = performance.now()
    const { ticks, worked, cut } = await tickUntil(async () => creations(sandbox).length >= before + ITEMS_ALONE)
    const seconds = (performance.now() - began) / 1000
    if (SECONDS <= 60) expect(seconds, 'the run takes longer than a function').toBeGreaterThan(SECONDS)
    await page.goto(address)
    await expect(await runEnds(page)).toHaveText(new RegExp(`^${ITEMS_ALONE} created\\.`))
    expectWrittenOnce(sandbox, ALONE)
    figures.push(
      `unwatched run ${seconds.toFixed(0)} s, ${ITEMS_ALONE} created, ${ticks} ticks (${worked} worked, ${cut} cut)`,
    )
  })
})

/** Connects the Dify and registers every service. */
async function register(page: Page, { dify, mcp }: Sandbox): Promise<void> {
  await connectPlatform(page, URL_OF_DEPLOYMENT, `Dify ${stamp}`, dify)
  const services = SERVICES.map((name, at) => ({ name, url: `${mcp.url}/json/mcp?station=${stamp}-${at + 1}` }))
  const counted = await normalServices(page)
  await addServices(page, URL_OF_DEPLOYMENT, services, counted + SERVICES.length)
}

/** Goes through the dialog with every service, until the page of the run is there. */
async function confirmRun(page: Page, namespaces: readonly string[]): Promise<void> {
  await page.goto(`${URL_OF_DEPLOYMENT}/services?q=${stamp}`)
  const dialog = await openDialog(page, SERVICES)
  await choosePlatform(dialog, `Dify ${stamp}`)
  await chooseNamespaces(dialog, namespaces)
  await nextStep(dialog)
  const confirm = dialog.getByRole('button', { name: 'Confirm Synchronization' })
  await expect(confirm).toBeEnabled({ timeout: 120_000 })
  await confirm.click()
  await expect(page).toHaveURL(/\/syncs\/[0-9a-f-]{36}/)
}

/** Every service is in each of the namespaces, and no creation was sent twice or refused. */
function expectWrittenOnce(sandbox: Sandbox, namespaces: readonly string[]): void {
  for (const namespace of namespaces) {
    const there = sandbox.dify.providers(namespace)
    expect(there.map(({ name }) => name).toSorted()).toEqual(SERVICES)
  }
  expect(creations(sandbox).filter(({ status }) => status !== 200)).toEqual([])
}

async function normalServices(page: Page): Promise<number> {
  await page.goto(`${URL_OF_DEPLOYMENT}/services`)
  const said = page.locator('#page').getByText(/^\d+ normal$/)
  return (await said.count()) === 0 ? 0 : Number.parseInt((await said.first().textContent()) ?? '0', 10)
}

/** The answered requests that create a provider. */
function creations({ dify }: Sandbox) {
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
