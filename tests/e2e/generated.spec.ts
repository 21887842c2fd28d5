import { expect, type Locator, type Page, test } from '@playwright/test'
import { chooseNamespaces, choosePlatform, nextStep, openDialog, tokenCard } from './support/dialog.ts'
import { demoDify } from './support/dify.ts'
import { loadDemo, setUp, signIn } from './support/people.ts'
import { runEnds } from './support/runs.ts'
import { startServer, type TestServer } from './support/server.ts'

const SERVICES = ['Handbook', 'Ledger', 'Weather']
const NAMESPACES = ['Research', 'Support']

let server: TestServer
test.beforeAll(async () => {
  server = await startServer()
})
test.afterAll(() => server.dispose())

async function toTokens(page: Page): Promise<Locator> {
  await page.goto(`${server.url}/services`)
  const dialog = await openDialog(page, SERVICES)
  await choosePlatform(dialog, 'Demo Dify')
  await chooseNamespaces(dialog, NAMESPACES)
  return dialog
}

/** Steps ③ and ④: verifies what is open, looks at the plan. */
async function toReview(dialog: Locator): Promise<void> {
  await nextStep(dialog)
  await expect(dialog.getByRole('button', { name: 'Confirm Synchronization' })).toBeEnabled({ timeout: 30_000 })
}

test('Generate for all: three tools allowed of one, and Dify lists the tools through the gateway', async ({ page }) => {
  await setUp(page, server.url, server.code ?? '')
  await loadDemo(page, server.url)
  const dialog = await toTokens(page)
  await dialog.getByRole('button', { name: 'Generate for all' }).click()
  for (const name of SERVICES)
    await expect(tokenCard(dialog, name)).toContainText(
      /Verified through the gateway as Dify 1\.14\.0 asks: 3 tools; refused without it \(401\)\./,
      { timeout: 30_000 },
    )
  await expect(tokenCard(dialog, 'Handbook')).toContainText(`${server.url}/mcp/handbook/mcp`)

  // By keyboard: two of three tools, under a prefix.
  const weather = tokenCard(dialog, 'Weather')
  await weather.getByRole('button', { name: 'Choose the tools of Weather' }).press('Enter')
  const options = page.getByRole('dialog', { name: 'What may be called of Weather' })
  await options.getByRole('radio', { name: /All tools/ }).press('ArrowDown', { delay: 100 })
  await expect(options.getByRole('button', { name: 'Allow 0 tools' })).toBeDisabled()
  await options.getByRole('checkbox', { name: /current_weather/ }).press('Space')
  await options.getByRole('textbox', { name: 'Search tools' }).fill('forecast')
  await options.getByRole('checkbox', { name: /forecast/ }).press('Space')
  await options.getByRole('textbox', { name: /Prefix/ }).fill('w_')
  await expect(options).toContainText('current_weather becomes w_current_weather.')
  await options.getByRole('button', { name: 'Allow 2 tools' }).click()
  await expect(options).toBeHidden()
  await expect(weather).toContainText(/2 of 3: current_weather, .*; named «w_…»/)
  await expect(weather).toContainText(/2 tools; refused without it \(401\)/, { timeout: 30_000 })

  await toReview(dialog)
  await expect(dialog.getByText('through the gateway, generated token')).toHaveCount(6)
  await expect(dialog.getByText('2 of 3 tools')).toHaveCount(2)
  await dialog.getByRole('button', { name: 'Show URL' }).first().click()
  await expect(dialog.getByText(`${server.url}/mcp/handbook/mcp`)).toBeVisible()
  await expect(dialog.getByText('generated, for Research only')).toBeVisible()
  await dialog.getByRole('button', { name: 'Confirm Synchronization' }).click()
  await expect(await runEnds(page)).toContainText('6 created')

  const dify = demoDify(server.dataDir)
  for (const workspace of NAMESPACES) {
    const providers = await dify.providers(workspace)
    expect(Object.fromEntries(providers.map((one) => [one.server_identifier, one.tools.length]))).toEqual({
      handbook: 3,
      ledger: 3,
      weather: 2,
    })
    expect(providers.every((one) => one.is_team_authorization)).toBe(true)
    expect(providers.find((one) => one.server_identifier === 'weather')?.tools.map(({ name }) => name)).toContain(
      'w_current_weather',
    )
  }
  expect(server.output()).not.toMatch(/mcpf_[0-9A-Za-z]{20,}/)
  await page.goto(`${server.url}/services`)
  await page.getByRole('link', { name: 'Handbook' }).first().click()
  await expect(page.getByText('generated token').first()).toBeVisible()
})

test('the same again plans unchanged for everything and writes nothing', async ({ page }) => {
  const dify = demoDify(server.dataDir)
  await dify.clearLog()
  await signIn(page, server.url)
  const dialog = await toTokens(page)
  await expect(tokenCard(dialog, 'Handbook')).toContainText('Those that are there stay.')
  await toReview(dialog)
  await expect(dialog.getByText('unchanged', { exact: true })).toHaveCount(7)
  await dialog.getByRole('button', { name: 'Confirm Synchronization' }).click()
  await expect(await runEnds(page)).toContainText('6 unchanged')
  expect(await dify.writes()).toEqual([])
})

test('fewer tools are one reconnection in each namespace', async ({ page }) => {
  const dify = demoDify(server.dataDir)
  await dify.clearLog()
  await signIn(page, server.url)
  const dialog = await toTokens(page)
  await tokenCard(dialog, 'Ledger').getByRole('button', { name: 'Choose the tools of Ledger' }).click()
  const options = page.getByRole('dialog', { name: 'What may be called of Ledger' })
  await options.getByRole('radio', { name: /Chosen tools only/ }).click()
  await options.getByRole('checkbox').first().click()
  await options.getByRole('button', { name: 'Allow 1 tool' }).click()
  await toReview(dialog)
  await expect(dialog.getByText('update', { exact: true })).toHaveCount(3)
  await dialog.getByRole('button', { name: 'Show changes' }).first().click()
  await expect(dialog.getByText('1 chosen')).toBeVisible()
  await dialog.getByRole('button', { name: 'Confirm Synchronization' }).click()
  await expect(await runEnds(page)).toContainText('2 updated')
  for (const workspace of NAMESPACES)
    expect((await dify.providers(workspace)).find((one) => one.server_identifier === 'ledger')?.tools).toHaveLength(1)
  expect((await dify.writes()).map(({ method }) => method)).toEqual(['GET', 'GET'])
})

test('a token is rolled by a run of its own, and a revoked one is made anew by the next synchronization', async ({
  page,
}) => {
  await signIn(page, server.url)
  const token = page.getByRole('row').filter({ hasText: 'Handbook' }).filter({ hasText: 'Research' })
  await page.goto(`${server.url}/tokens`)
  await token.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: /Roll/ }).click()
  const roll = page.getByRole('dialog', { name: /Roll the token of Handbook/ })
  await roll.getByRole('button', { name: 'Roll', exact: true }).click()
  await page.getByRole('link', { name: 'Watch it' }).click()
  await expect(await runEnds(page)).toContainText('1 updated')
  await expect(page.getByText('Roll of 1 token')).toBeVisible()

  await page.goto(`${server.url}/tokens`)
  // The new one says so of itself; the old one stands beside it for its grace.
  await token
    .filter({ hasText: 'rolling' })
    .getByRole('button', { name: /^Actions for/ })
    .click()
  await page.getByRole('menuitem', { name: /Revoke/ }).click()
  const sure = page.getByRole('alertdialog', { name: /Revoke the token of Handbook/ })
  await sure.getByRole('button', { name: 'Revoke', exact: true }).click()
  await expect(sure).toBeHidden()

  const dialog = await toTokens(page)
  await toReview(dialog)
  await expect(dialog.getByText('update', { exact: true })).toHaveCount(2)
  await dialog.getByRole('button', { name: 'Show changes' }).click()
  await expect(dialog.getByText('generated, for Research only')).toBeVisible()
  await dialog.getByRole('button', { name: 'Confirm Synchronization' }).click()
  await expect(await runEnds(page)).toContainText('1 updated')
})
