import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { loadDemo, signIn } from './support/people.ts'
import { startServer, type TestServer } from './support/server.ts'
import { askWeather, newWeatherToken } from './support/tokens.ts'

let server: TestServer
let token: string
test.beforeAll(async ({ browser }) => {
  server = await startServer({ admin: true })
  const page = await browser.newPage()
  await signIn(page, server.url)
  await loadDemo(page, server.url)
  token = await makeToken(page)
  await page.close()
})
test.afterAll(() => server.dispose())
test.beforeEach(({ page }) => signIn(page, server.url))

/** A token of the weather for everything it has. */
async function makeToken(page: Page): Promise<string> {
  const form = await newWeatherToken(page, server.url, 'nightly report')
  await form.getByRole('button', { name: 'Make the token' }).click()
  const once = page.getByRole('dialog', { name: 'Copy the token now' })
  return once.getByRole('textbox', { name: 'Token', exact: true }).inputValue()
}

async function call(tool: string): Promise<void> {
  const { status } = await askWeather(server.url, token, 'tools/call', { name: tool, arguments: { city: 'Bergen' } })
  expect(status).toBe(200)
}

async function openWeather(page: Page): Promise<void> {
  await page.goto(`${server.url}/services`)
  await page.getByRole('link', { name: 'Weather', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Calls through the gateway' })).toBeVisible()
}

test('the first calls appear while the page is open; they are read, narrowed and taken along without a mouse', async ({
  page,
}) => {
  await openWeather(page)
  const card = page.locator('#calls')
  await expect(card).toContainText('No call of a tool in the last 24 hours.')

  for (let count = 0; count < 9; count += 1) await call('forecast')
  await call('no_such_tool')
  const chart = card.getByRole('img', { name: /^Calls of the last 24 hours: 10,/ })
  // Nobody loads the page again.
  await expect(chart).toBeVisible({ timeout: 30_000 })
  await expect(card.getByRole('row', { name: /^forecast 9 0/ })).toBeVisible()
  await expect(card.getByRole('row', { name: /^Tokens made by hand 10/ })).toBeVisible()

  const reader = card.getByRole('slider', { name: 'Read one bar' })
  await reader.focus()
  await page.keyboard.press('Home')
  await expect(reader).toHaveAttribute('aria-valuetext', /^from \d\d:\d\d: no calls$/)
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowRight')
  await expect(reader).toHaveAttribute('aria-valuenow', '48')
  await expect(card.getByText(/^from \d\d:\d\d: \d+ calls?.*median/).first()).toBeVisible()
  await card.getByText('As a table').click()
  await expect(card.getByRole('row', { name: /^from \d\d:\d\d/ }).first()).toBeVisible()

  const last = card.getByRole('list', { name: 'Last calls' }).getByRole('listitem')
  await expect(last).toHaveCount(8)
  await card.getByRole('link', { name: 'Older' }).click()
  await expect(last).toHaveCount(2)
  await card.getByRole('link', { name: 'no_such_tool' }).click()
  await expect(page).toHaveURL(/tool=no_such_tool/)
  await expect(last).toHaveCount(1)
  await card.getByRole('link', { name: 'All tools' }).click()
  await expect(last).toHaveCount(8)

  const { violations } = await new AxeBuilder({ page }).include('#calls').analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
  const download = page.waitForEvent('download')
  await card.getByRole('link', { name: 'CSV' }).click()
  expect((await download).suggestedFilename()).toMatch(/^mcp-ferry-calls-.*\.csv$/)

  await page.goto(server.url)
  await expect(page.getByRole('link', { name: /^Calls of tools, 24 hours 10/ })).toBeVisible()
})
