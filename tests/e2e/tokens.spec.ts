import AxeBuilder from '@axe-core/playwright'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { callAction, cookieOf, recordAction } from './support/actions.ts'
import { inviteUser, loadDemo, signIn } from './support/people.ts'
import { startServer, type TestServer } from './support/server.ts'
import { askWeather, newWeatherToken } from './support/tokens.ts'

let server: TestServer
test.beforeAll(async ({ browser }) => {
  server = await startServer({ admin: true })
  const page = await browser.newPage()
  await signIn(page, server.url)
  await loadDemo(page, server.url)
  await page.close()
})
test.afterAll(() => server.dispose())
test.beforeEach(({ page }) => signIn(page, server.url))

const ask = (token: string, method: string, params?: object) => askWeather(server.url, token, method, params)
const newToken = (page: Page, name: string) => newWeatherToken(page, server.url, name)

/** The token that is shown, once; afterwards the dialog is gone. */
async function takeToken(page: Page): Promise<string> {
  const once = page.getByRole('dialog', { name: 'Copy the token now' })
  const token = await once.getByRole('textbox', { name: 'Token', exact: true }).inputValue()
  expect(token).toMatch(/^mcpf_[0-9A-Za-z]{49}$/)
  await expect(once.getByRole('textbox', { name: 'Address' })).toHaveValue(`${server.url}/mcp/weather/mcp`)
  await expect(once).toContainText('Tried through the gateway')
  await expect(once.getByRole('button', { name: 'Done' })).toBeDisabled()
  await once.getByRole('checkbox', { name: 'I have stored it' }).click()
  await once.getByRole('button', { name: 'Done' }).click()
  await expect(once).toBeHidden()
  return token
}

const rowOf = (page: Page, name: string): Locator => page.getByRole('row').filter({ hasText: name })

async function act(page: Page, name: string, entry: RegExp): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^Actions for .*${name}`) }).click()
  await page.getByRole('menuitem', { name: entry }).click()
}

test('made by hand with one tool, used, seen to be used, revoked, refused', async ({ page }) => {
  await page.goto(`${server.url}/tokens`)
  await expect(page.getByRole('heading', { name: 'No token yet' })).toBeVisible()
  const form = await newToken(page, 'nightly report')
  await form.getByRole('radio', { name: 'Chosen ones' }).click()
  await form.getByRole('button', { name: 'Make the token' }).click()
  await expect(form).toContainText('Choose at least one tool, or allow all.')
  await form.getByRole('checkbox', { name: /forecast/ }).click()
  await form.getByRole('button', { name: 'Make the token' }).click()
  await expect(page.getByRole('dialog', { name: 'Copy the token now' })).toContainText(
    'Tried through the gateway: 1 tool,',
  )
  const token = await takeToken(page)
  await expect(page.locator('body')).not.toContainText(token.slice(11))
  const row = rowOf(page, 'nightly report')
  await expect(row).toContainText(token.slice(0, 11))
  await expect(row.getByText('never', { exact: true })).toBeVisible()

  const list = await ask(token, 'tools/list')
  expect(list.body.result?.tools?.map(({ name }) => name)).toEqual(['forecast'])
  const called = await ask(token, 'tools/call', { name: 'forecast', arguments: { city: 'Bergen' } })
  expect(called.body.result?.content).toHaveLength(1)
  const forbidden = await ask(token, 'tools/call', { name: 'current_weather', arguments: { city: 'Bergen' } })
  expect(forbidden.body.error?.code).toBe(40301)

  await expect(async () => {
    await page.reload()
    await expect(row.getByText(/\d s ago/)).toBeVisible({ timeout: 500 })
    await expect(row.getByRole('cell', { name: '3', exact: true })).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 15_000 })

  await row.getByRole('link').first().click()
  await expect(
    page.getByRole('img', { name: 'Calls of the last 24 hours: 2, 1 of them failed or refused' }),
  ).toBeVisible()
  const last = page.getByRole('list', { name: 'Last calls' }).getByRole('listitem')
  await expect(last.filter({ hasText: 'refused' })).toContainText(/current_weather.*tool not allowed/)
  await expect(last.filter({ hasText: 'ok' })).toContainText('forecast')
  await page.getByRole('radio', { name: '30 days' }).click()
  await expect(page).toHaveURL(/calls=30d/)
  await expect(
    page.getByRole('img', { name: 'Calls of the last 30 days: 2, 1 of them failed or refused' }),
  ).toBeVisible()
  await page.getByRole('link', { name: 'Weather', exact: true }).click()
  await expect(page.getByRole('row', { name: /Tokens made by hand 2 1/ })).toBeVisible()
  const csv = await (await page.request.get(`${server.url}/calls/export`)).text()
  expect(csv).toContain(`${token.slice(0, 11)},nightly report,tools/call,forecast,legacy,`)
  expect(csv).not.toContain('Bergen')
  await page.goto(`${server.url}/tokens`)

  await act(page, 'nightly report', /Revoke/)
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('Whoever presents «nightly report» can’t call «Weather» any more')
  await expect(question.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await question.getByRole('button', { name: 'Revoke' }).click()
  await expect(question).toBeHidden()
  await expect.poll(async () => (await ask(token, 'tools/list')).status, { timeout: 3000, intervals: [100] }).toBe(401)
  await page.goto(`${server.url}/tokens?show=over`)
  await expect(rowOf(page, 'nightly report')).toContainText('revoked')
  expect(server.output()).not.toContain(token.slice(11))
})

test('rolled by hand: the new one is shown once and works beside the old one until its grace is over', async ({
  page,
}) => {
  await (await newToken(page, 'desk client')).getByRole('button', { name: 'Make the token' }).click()
  const old = await takeToken(page)
  await rowOf(page, 'desk client').getByRole('link').first().click()
  await expect(page.getByRole('heading', { name: '«desk client» for Weather' })).toBeVisible()
  await page.getByRole('button', { name: 'Roll' }).click()
  const dialog = page.getByRole('dialog', { name: 'Roll the token of «desk client» for Weather' })
  await expect(dialog.getByRole('combobox')).toContainText('24 h')
  await dialog.getByRole('button', { name: 'Roll', exact: true }).click()
  await expect(page.getByRole('dialog', { name: 'Copy the token now' })).toContainText('The old one lives on for 24 h.')
  const fresh = await takeToken(page)
  for (const token of [old, fresh]) expect((await ask(token, 'tools/list')).body.result?.tools).toHaveLength(3)
  await expect(page.getByText('It has been replaced.')).toBeVisible()
  await page.getByRole('link', { name: `${fresh.slice(0, 11)}…` }).click()
  await expect(page.getByText(`in place of ${old.slice(0, 11)}…`)).toBeVisible()
  await page.goto(`${server.url}/tokens`)
  await expect(rowOf(page, fresh.slice(0, 11))).toContainText('rolling, old one ends in 23 h')
  await expect(rowOf(page, old.slice(0, 11))).toContainText('replaced, ends in 23 h')

  await page.getByRole('checkbox', { name: 'Select all on this page' }).click()
  await page.getByRole('button', { name: /^Revoke the \d+$/ }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Revoke \d+$/ })
    .click()
  await expect(page.getByRole('alertdialog')).toBeHidden()
  for (const token of [old, fresh])
    await expect.poll(async () => (await ask(token, 'tools/list')).status, { timeout: 3000 }).toBe(401)
})

test('limits are edited by keys, hold at once, and what was typed is not lost by Esc', async ({ page }) => {
  await (await newToken(page, 'edited')).getByRole('button', { name: 'Make the token' }).click()
  const token = await takeToken(page)
  await rowOf(page, 'edited').getByRole('link').first().focus()
  await page.keyboard.press('e')
  const form = page.getByRole('dialog', { name: 'Edit limits' })
  await form.getByRole('spinbutton', { name: 'Calls a minute' }).fill('2')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('alertdialog')).toContainText('Discard what you entered?')
  await page.getByRole('button', { name: 'Keep editing' }).click()
  await form.getByRole('button', { name: 'Change limits' }).click()
  await expect(form).toBeHidden()
  await expect.poll(async () => (await ask(token, 'tools/list')).status, { timeout: 5000, intervals: [200] }).toBe(429)
})

test('a viewer sees tokens and is refused everything else, by hand too', async ({ page, browser }) => {
  const form = await newToken(page, 'watched')
  const made = await recordAction(page, () => form.getByRole('button', { name: 'Make the token' }).click())
  await takeToken(page)
  const { page: viewer } = await inviteUser(
    { admin: page, browser, url: server.url },
    { name: 'Vera', role: 'viewer', password: 'a viewer of everything' },
  )
  await viewer.goto(`${server.url}/tokens?form=new`)
  await expect(rowOf(viewer, 'watched')).toBeVisible()
  await expect(viewer.getByRole('dialog')).toBeHidden()
  await expect(viewer.getByRole('button', { name: /Roll/ })).toHaveCount(0)
  const { result } = await callAction(made, made.args, { cookie: await cookieOf(viewer) })
  expect(result?.error?.code).toBe('forbidden')
  await viewer.context().close()
})

test('the screens of tokens are free of axe findings and of sideways scrolling', async ({ page }) => {
  await (await newToken(page, 'looked at')).getByRole('button', { name: 'Make the token' }).click()
  const once = page.getByRole('dialog', { name: 'Copy the token now' })
  await expect(once).toContainText('Tried through the gateway')
  const findings: string[] = []
  const examine = async (name: string) => {
    const { violations } = await new AxeBuilder({ page }).analyze()
    for (const { id, nodes } of violations) findings.push(`${name}: ${id} at ${nodes[0]?.target.join(' ')}`)
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (beyond > 0) findings.push(`${name}: ${beyond} px wider than the window`)
  }
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await examine('shown once')
  await takeToken(page)
  const href = await rowOf(page, 'looked at').getByRole('link').first().getAttribute('href')
  for (const colorScheme of ['light', 'dark'] as const)
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height })
      for (const path of ['/tokens', '/tokens?form=new', '/tokens?show=over', href ?? '']) {
        await page.goto(`${server.url}${path}`)
        await expect(page.getByRole('heading').first()).toBeVisible()
        if (path.includes('form=')) await expect(page.getByRole('dialog')).toBeVisible()
        await examine(`${path}, ${colorScheme}, ${width}`)
      }
    }
  expect(findings).toEqual([])
})
