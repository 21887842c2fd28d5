import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { type Sandbox, startSandbox } from '#sandbox/index.ts'
import { chooseNamespaces, choosePlatform, nextStep, openDialog } from './support/dialog.ts'
import { signIn } from './support/people.ts'
import { picture } from './support/pictures.ts'
import { connectPlatform } from './support/platforms.ts'
import { runEnds } from './support/runs.ts'
import { startServer, type TestServer } from './support/server.ts'
import { addService } from './support/services.ts'

const SERVICES = ['Weather', 'Atlas', 'Almanac']
const NAMESPACES = ['Research', 'Support', 'Ops']
const ITEMS = SERVICES.length * NAMESPACES.length

let server: TestServer
let sandbox: Sandbox
test.beforeAll(async () => {
  ;[server, sandbox] = await Promise.all([startServer({ admin: true }), startSandbox({ release: '1.14.0' })])
})
test.afterAll(() => Promise.all([server.dispose(), sandbox.close()]))

test('a run is paused, begins nothing new, and goes on when it is resumed', async ({ page }) => {
  const { weather, atlas, json } = sandbox.mcp.services
  await signIn(page, server.url)
  await connectPlatform(page, server.url, 'Test Dify', sandbox.dify)
  for (const [at, { url }] of [weather, atlas, json].entries())
    await addService(page, server.url, { name: SERVICES[at] ?? '', url })
  await expect(page.locator('#page').getByText(`${SERVICES.length} normal`)).toBeVisible()
  const dialog = await openDialog(page, SERVICES)
  await choosePlatform(dialog, 'Test Dify')
  await chooseNamespaces(dialog, NAMESPACES)
  await nextStep(dialog)
  sandbox.dify.slowDown(({ method }) => (method === 'POST' ? 1000 : 0))
  await dialog.getByRole('button', { name: 'Confirm Synchronization' }).click()

  const providers = () => sandbox.dify.writes().filter(({ method }) => method === 'POST').length
  await expect.poll(providers, { timeout: 30_000 }).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByText('paused', { exact: true })).toBeVisible()
  const there = providers()
  expect(there).toBeLessThan(ITEMS)
  await picture(page, 'run-paused')
  await sleep(2500)
  expect(providers(), 'begun while it was paused').toBe(there)
  await page.reload()
  await expect(page.getByText('paused', { exact: true })).toBeVisible()

  sandbox.dify.slowDown(() => 0)
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect(await runEnds(page)).toHaveText(new RegExp(`^${ITEMS} created\\.`))
  await expect(page.getByRole('button', { name: /Pause|Resume/ })).toHaveCount(0)
})
