import { expect, type Locator, type Page, test } from '@playwright/test'
import { enterCheckedToken, nextStep, openDialog, selectServices, tokenCard } from './support/dialog.ts'
import { demoDify } from './support/dify.ts'
import { loadDemo, setUp, signIn } from './support/people.ts'
import { picture } from './support/pictures.ts'
import { startServer, type TestServer } from './support/server.ts'

const SERVICES = ['Handbook', 'Ledger', 'Weather']
const NAMESPACES = ['Research', 'Support']

let server: TestServer
test.beforeAll(async () => {
  server = await startServer()
})
test.afterAll(() => server.dispose())

/**
 * Steps ① to ③ for three services into two namespaces, with the credentials that they are checked with.
 * `show` is called with a name when a step stands filled in.
 */
async function fillIn(page: Page, show: (name: string) => Promise<void> = async () => {}): Promise<Locator> {
  await selectServices(page, SERVICES)
  await show('1-services')
  const dialog = await openDialog(page, [])
  await dialog.getByRole('radio', { name: /Demo Dify/ }).click()
  await show('2-platform')
  await nextStep(dialog)
  for (const name of NAMESPACES) await dialog.getByRole('checkbox', { name: new RegExp(name) }).click()
  await show('3-namespaces')
  await nextStep(dialog)
  for (const name of ['Handbook', 'Ledger']) await enterCheckedToken(dialog, name)
  await dialog.getByRole('button', { name: 'Verify all' }).click()
  for (const name of ['Handbook', 'Ledger'])
    await expect(tokenCard(dialog, name)).toContainText(/Verified as Dify asks: 3 tools; refused without it \(401\)/)
  await show('4-tokens')
  return dialog
}

test('a newcomer crosses: set-up code, demo, three services into two namespaces, six created', async ({ page }) => {
  const laps: [string, number][] = []
  let since = performance.now()
  const lap = (name: string) => {
    laps.push([name, Math.round(performance.now() - since)])
    since = performance.now()
  }
  await setUp(page, server.url, server.code ?? '')
  lap('set up')
  await loadDemo(page, server.url)
  lap('load the demo, services checked')
  const dialog = await fillIn(page, (name) => picture(page, name))
  lap('platform, namespaces, tokens verified')
  await nextStep(dialog)
  await expect(dialog.getByRole('button', { name: 'Confirm Synchronization' })).toBeEnabled()
  await expect(dialog.getByText('create', { exact: true })).toHaveCount(7)
  lap('plan')
  await picture(page, '5-confirm')
  await dialog.getByRole('button', { name: 'Confirm Synchronization' }).click()
  await expect(page).toHaveURL(/\/syncs\/[0-9a-f-]{36}/)
  await expect(page.getByText('6 of 6', { exact: true })).toBeVisible({ timeout: 60_000 })
  lap('run')
  await picture(page, '6-run')
  test.info().annotations.push(...laps.map(([type, ms]) => ({ type, description: `${ms} ms` })))
  console.log(laps.map(([name, ms]) => `${name}: ${ms} ms`).join(' · '))

  const dify = demoDify(server.dataDir)
  for (const workspace of NAMESPACES) {
    const providers = await dify.providers(workspace)
    expect(providers.map((one) => one.server_identifier).sort()).toEqual(['handbook', 'ledger', 'weather'])
    for (const provider of providers) {
      expect(provider.is_team_authorization).toBe(true)
      expect(provider.tools).toHaveLength(3)
    }
  }
  expect(await dify.providers('Ops')).toEqual([])
})

test('the same again plans unchanged for everything and writes nothing', async ({ page }) => {
  const dify = demoDify(server.dataDir)
  await dify.clearLog()
  await signIn(page, server.url)
  await page.goto(`${server.url}/services`)
  const dialog = await fillIn(page)
  await nextStep(dialog)
  await expect(dialog.getByText('unchanged', { exact: true })).toHaveCount(7)
  await dialog.getByRole('button', { name: 'Confirm Synchronization' }).click()
  await expect(page.getByText('6 of 6', { exact: true })).toBeVisible({ timeout: 60_000 })
  expect(await dify.writes()).toEqual([])
})
