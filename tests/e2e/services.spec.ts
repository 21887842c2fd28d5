import { expect, type Locator, type Page, test } from '@playwright/test'
import { type Sandbox, startSandbox } from '#sandbox/index.ts'
import { freePort } from '#tests/helpers/free-port.ts'
import { chooseNamespaces, choosePlatform, nextStep, openDialog } from './support/dialog.ts'
import { signIn } from './support/people.ts'
import { connectPlatform } from './support/platforms.ts'
import { runEnds } from './support/runs.ts'
import { startServer, type TestServer } from './support/server.ts'
import {
  addService,
  addServices,
  chooseCredential,
  fillService,
  openServiceForm,
  rowAction,
  serviceRow,
} from './support/services.ts'

let server: TestServer
let sandbox: Sandbox
let page: Page
test.describe.configure({ mode: 'serial' })
test.beforeAll(async ({ browser }) => {
  ;[server, sandbox] = await Promise.all([startServer({ admin: true }), startSandbox({ release: '1.14.0' })])
  page = await (await browser.newContext({ acceptDownloads: true })).newPage()
  await signIn(page, server.url)
})
test.afterAll(async () => {
  await page.context().close()
  await Promise.all([server.dispose(), sandbox.close()])
})

/** Closes a form with changes, and says that they may be lost. */
async function discard(form: Locator): Promise<void> {
  await form.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Discard', exact: true }).click()
  await expect(form).toBeHidden()
}

test('add: the test shows the exchange while the form is open, and the service comes into the table', async () => {
  const { handbook } = sandbox.mcp.services
  const form = await openServiceForm(page, server.url)
  await fillService(form, { name: 'Handbook', url: handbook.url })
  await expect(form.getByRole('textbox', { name: 'Identifier' })).toHaveValue('handbook')
  await form.getByRole('button', { name: 'Test the connection' }).click()
  const verdict = form.getByRole('region', { name: 'Test' })
  await expect(verdict).toContainText('abnormal')
  await expect(verdict).toContainText('401')

  await chooseCredential(form, 'Bearer token')
  await form.getByPlaceholder('Paste the token').fill('handbook-token-4f7a91c2')
  await expect(verdict).toContainText('Tested before the last change.')
  await form.getByRole('button', { name: 'Test again' }).click()
  await expect(verdict).toContainText('normal, 3 tools in')
  const exchange = verdict.getByRole('table', { name: 'The exchange' })
  await expect(exchange).toContainText('initialize')
  await expect(exchange).toContainText('tools/list')
  await form.getByRole('button', { name: 'Add service' }).click()
  await expect(form).toBeHidden()
  await expect(serviceRow(page, 'Handbook')).toContainText('normal')
})

test('an identifier in two tabs at once: one is added, the other keeps what was typed with the fault at its field', async () => {
  const other = await page.context().newPage()
  const forms = [await openServiceForm(page, server.url), await openServiceForm(other, server.url)]
  for (const form of forms) await fillService(form, { name: 'Weather', url: sandbox.mcp.services.weather.url })
  await Promise.all(forms.map((form) => form.getByRole('button', { name: 'Add service' }).click()))
  const identifiers = forms.map((form) => form.getByRole('textbox', { name: 'Identifier' }))
  const open = async () => {
    const counts = await Promise.all(identifiers.map((field) => field.count()))
    return counts.reduce((sum, count) => sum + count)
  }
  await expect.poll(open).toBe(1)
  const loser = (await identifiers[0]?.count()) === 1 ? 0 : 1
  await expect(identifiers[loser] as Locator).toHaveAccessibleDescription(/«weather» belongs to another service/)
  await expect(forms[loser]?.getByRole('textbox', { name: 'URL' }) as Locator).toHaveValue(
    sandbox.mcp.services.weather.url,
  )
  await other.close()
  if (loser === 0) await discard(forms[0] as Locator)
  await page.goto(`${server.url}/services`)
  await expect(serviceRow(page, 'Weather')).toHaveCount(1)
})

test.describe('what a person may type wrong', () => {
  let form: Locator
  test.beforeAll(async () => {
    form = await openServiceForm(page, server.url)
  })
  test.afterAll(() => discard(form))

  const fault = async (field: string, text: string, words: RegExp) => {
    const input = form.getByRole('textbox', { name: field, exact: true })
    await input.fill(text)
    await form.getByRole('button', { name: 'Add service' }).click()
    await expect(input).toHaveAttribute('aria-invalid', 'true')
    await expect(input).toHaveAccessibleDescription(words)
    await expect(input).toHaveValue(text)
  }

  test('names: 41 characters, control, zero-width and right-to-left characters', async () => {
    await fault('Name', '', /Give the service a name/)
    await fault('Name', 'x'.repeat(41), /41 characters; at most 40/)
    await fault('Name', '🌦'.repeat(41), /41 characters; at most 40/)
    await fault('Name', 'Wea\u200bther', /invisible character without width/)
    await fault('Name', 'Weather\u202egpj', /reverses the reading direction/)
    await fault('Name', 'Weather\u0007', /control character/)
  })

  test('identifiers', async () => {
    await fault('Identifier', 'Wetter Bericht', /Only small letters/)
    await fault('Identifier', 'x'.repeat(25), /longer than 24/)
  })

  test('URLs: credentials inside, other schemes, none, spaces', async () => {
    await fault('URL', 'https://user:secret@example.com/mcp', /Take it out and enter it below as the credential/)
    await fault('URL', 'ftp://example.com/mcp', /reached by https/)
    await fault('URL', 'javascript:alert(1)', /reached by https/)
    await fault('URL', 'example.com/mcp', /Write https:\/\/example\.com\/mcp/)
    await fault('URL', 'https://example.com/m cp', /space or a line break/)
    await fault('URL', 'https://', /not a URL/)
  })

  test('tokens with line breaks', async () => {
    await chooseCredential(form, 'Bearer token')
    // A field of one line drops them when a person pastes: the header of free headers shows what stands.
    const token = form.getByPlaceholder('Paste the token')
    await token.fill('abc def')
    await form.getByRole('button', { name: 'Add service' }).click()
    await expect(token).toHaveAttribute('aria-invalid', 'true')
    await chooseCredential(form, 'None')
  })

  test('the test says of an HTML page, a dead port, an endless list and a trickle what they are', async () => {
    test.setTimeout(60_000)
    const verdict = form.getByRole('region', { name: 'Test' })
    const cases: [string, RegExp][] = [
      [sandbox.mcp.wrong.html ?? '', /web page/i],
      [`http://127.0.0.1:${await freePort()}/mcp`, /nothing listens|refused/i],
      [sandbox.mcp.wrong['redirect-loop'] ?? '', /redirect/i],
      [sandbox.mcp.wrong['endless-list'] ?? '', /end|pages/i],
      [sandbox.mcp.wrong.endless ?? '', /bytes|MB|large/i],
    ]
    for (const [url, words] of cases) {
      await form.getByRole('textbox', { name: 'URL' }).fill(url)
      await form.getByRole('button', { name: /^Test/ }).click()
      await expect(verdict.getByText('abnormal', { exact: true })).toBeVisible({ timeout: 20_000 })
      await expect(verdict.getByText('Tested before the last change.')).toHaveCount(0, { timeout: 20_000 })
      await expect(verdict).toContainText(words)
    }
  })
})

test('emoji, joined ones too, and right-to-left names are names; they are shown as they are', async () => {
  for (const [name, key] of [
    ['Wetter 👩‍🔬 🏴󠁧󠁢󠁳󠁣󠁴󠁿', 'json'],
    ['דרכון', 'events'],
  ] as const) {
    const form = await openServiceForm(page, server.url)
    await fillService(form, { name, url: sandbox.mcp.services[key].url })
    await form.getByRole('textbox', { name: 'Identifier' }).fill(key)
    await form.getByRole('button', { name: 'Add service' }).click()
    await expect(serviceRow(page, name)).toContainText('normal')
  }
})

test('edit keeps the credential, says since when it is set, and replaces it when asked', async () => {
  await page.goto(`${server.url}/services`)
  await rowAction(page, 'Handbook', 'Edit')
  const form = page.getByRole('dialog', { name: 'Edit Handbook' })
  await expect(form.getByText(/^Bearer token, set .* by /)).toBeVisible()
  expect(await form.innerHTML()).not.toContain('handbook-token')
  await form.getByRole('textbox', { name: 'Description' }).fill('The company handbook')
  await form.getByRole('button', { name: 'Save changes' }).click()
  await expect(form).toBeHidden()
  await rowAction(page, 'Handbook', 'Check now')
  await expect(serviceRow(page, 'Handbook')).toContainText('normal')

  await rowAction(page, 'Handbook', 'Edit')
  await form.getByRole('button', { name: /Replace/ }).click()
  await form.getByPlaceholder('Paste the token').fill('a-wrong-token')
  await form.getByRole('button', { name: 'Save changes' }).click()
  await expect(form).toBeHidden()
  const row = serviceRow(page, 'Handbook')
  await expect(row).toContainText(/refused with 401/i)
  await expect(row.getByRole('checkbox')).toHaveCount(0)
  await row.getByRole('link', { name: /token|credential/i }).click()
  await form.getByRole('button', { name: /Replace/ }).click()
  await form.getByPlaceholder('Paste the token').fill('handbook-token-4f7a91c2')
  await form.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByRole('heading', { name: 'Handbook', level: 1 })).toBeVisible()
  await expect(page.getByRole('main').getByText('normal', { exact: true }).first()).toBeVisible()
})

test('a changed identifier is a replacement, said so; removing names the namespaces and leaves what is there', async () => {
  await connectPlatform(page, server.url, 'Test Dify', sandbox.dify)
  await page.goto(`${server.url}/services`)
  const dialog = await openDialog(page, ['Weather'])
  await choosePlatform(dialog, 'Test Dify')
  await chooseNamespaces(dialog, ['Research', 'Support'])
  await nextStep(dialog)
  await dialog.getByRole('button', { name: 'Confirm Synchronization' }).click()
  await expect(await runEnds(page)).toContainText('2 created')

  await page.goto(`${server.url}/services`)
  await rowAction(page, 'Weather', 'Edit')
  const form = page.getByRole('dialog', { name: 'Edit Weather' })
  await form.getByRole('textbox', { name: 'Identifier' }).fill('weather2')
  await expect(form.getByText(/changing it replaces the service there/)).toBeVisible()
  await form.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByRole('heading', { name: 'Change the identifier of Weather?' })).toBeVisible()
  await page.getByRole('button', { name: 'Keep the identifier' }).click()
  await discard(form)

  await rowAction(page, 'Weather', 'Remove…')
  const question = page
    .getByRole('alertdialog')
    .or(page.getByRole('dialog', { name: 'Remove Weather from MCP Ferry?' }))
  await expect(question).toContainText('It is in 2 namespaces.')
  for (const name of ['Research', 'Support'])
    await expect(question.getByRole('listitem').filter({ hasText: name })).toBeVisible()
  await expect(question.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await question.getByRole('button', { name: 'Remove Weather' }).click()
  await expect(page.getByText('Weather is removed here; it stays in 2 namespaces.')).toBeVisible()
  await expect(serviceRow(page, 'Weather')).toHaveCount(0)
  expect(sandbox.dify.providers('Research')).toHaveLength(1)
})

test.describe('the table with more services than a page shows', () => {
  test.beforeAll(async () => {
    await addService(page, server.url, { name: 'Workshop', url: sandbox.mcp.services.workshop.url })
    const many = Array.from({ length: 52 }, (_, at) => ({
      name: `Station ${String(at + 1).padStart(2, '0')}`,
      url: `${sandbox.mcp.services.weather.url}?station=${at + 1}`,
    }))
    await addServices(page, server.url, many, 55)
  })

  test('a selection survives paging, filtering and a reload, is counted, and can be cleared', async () => {
    await page.goto(`${server.url}/services`)
    const count = (number: number) => expect(page.getByText(`${number} selected`)).toBeVisible()
    await page.getByRole('checkbox', { name: /Station 01/ }).click()
    await page.getByRole('link', { name: /next/i }).click()
    await expect(page).toHaveURL(/page=2/)
    await count(1)
    await page.getByRole('checkbox', { name: /Station 52/ }).click()
    await count(2)
    await page.getByPlaceholder('Search name, identifier or tool').fill('Handbook')
    await expect(page).toHaveURL(/q=Handbook/)
    await expect(page).not.toHaveURL(/page=2/)
    await expect(serviceRow(page, 'Handbook')).toBeVisible()
    await count(2)
    await page.reload()
    await count(2)
    await page.goto(`${server.url}/services`)
    await expect(page.getByRole('checkbox', { name: /Station 01/ })).toBeChecked()
    await page.getByRole('button', { name: 'Clear', exact: true }).click()
    await expect(page.getByText(/\d+ selected/)).toHaveCount(0)
  })

  test('select all that match takes what is normal, on every page', async () => {
    await page.goto(`${server.url}/services?q=station`)
    await page.getByRole('checkbox', { name: /Station 01/ }).click()
    await page.getByRole('button', { name: 'Select all 52 that match and are normal' }).click()
    await expect(page.getByText('52 selected')).toBeVisible()
    await page.getByRole('button', { name: 'Clear', exact: true }).click()
  })

  test('search, filter and order stand in the address and come back with it', async () => {
    await page.goto(`${server.url}/services`)
    await page.getByRole('combobox', { name: /Status/ }).click()
    await page.getByRole('option', { name: 'abnormal' }).click()
    await expect(page).toHaveURL(/status=abnormal/)
    await expect(serviceRow(page, 'Workshop')).toBeVisible()
    await expect(serviceRow(page, 'Station 01')).toHaveCount(0)
    await page.goto(`${server.url}/services?q=station`)
    await page.getByRole('columnheader', { name: /Name/ }).getByRole('link').click()
    await expect(page).toHaveURL(/dir=desc/)
    await expect(page.getByRole('row').nth(1)).toContainText('Station 52')
    await page.reload()
    await expect(page.getByRole('row').nth(1)).toContainText('Station 52')
    await page.goBack()
    await expect(page.getByRole('row').nth(1)).toContainText('Station 01')
    await page.goto(`${server.url}/services?q=get_forecast`)
    await expect(serviceRow(page, 'Handbook')).toHaveCount(0)
    await page.goto(`${server.url}/services?q=nothing-is-called-so`)
    await expect(page.getByText(/Nothing matches|No service matches/)).toBeVisible()
  })

  test('check all says how far it is and how it ended', async () => {
    await page.goto(`${server.url}/services`)
    // Each answer takes longer than the pause between two questions: the end is told once all the same.
    await page.route('**/services/check-all', async (route) => {
      await page.waitForTimeout(2500)
      await route.continue()
    })
    await page.getByRole('button', { name: 'Check all' }).click()
    await expect(page.getByText(/Checking \d+ of 56/)).toBeVisible()
    const end = page.getByText('56 services checked, 1 abnormal.')
    await expect(end.first()).toBeVisible({ timeout: 60_000 })
    await page.waitForTimeout(3000)
    await expect(end).toHaveCount(1)
    await page.unroute('**/services/check-all')
  })

  test('the table as CSV, as it is filtered', async () => {
    await page.goto(`${server.url}/services?q=station`)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download as CSV' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/\.csv$/)
    const chunks: Buffer[] = []
    for await (const chunk of await download.createReadStream()) chunks.push(chunk)
    const lines = Buffer.concat(chunks).toString().trim().split(/\r?\n/)
    expect(lines).toHaveLength(53)
    expect(lines[0]?.toLowerCase()).toContain('identifier')
    expect(lines[1]).toContain('Station 01')
    for (const path of ['/audit/export', '/syncs/export']) {
      const answer = await page.request.get(server.url + path)
      expect(answer.headers()['content-type']).toContain('text/csv')
      expect((await answer.text()).trim().split('\n').length).toBeGreaterThan(1)
    }
  })
})
