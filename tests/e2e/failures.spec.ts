import { expect, type Locator, type Page, test } from '@playwright/test'
import { type McpServers, type Sandbox, startMcpServers, startSandbox } from '#sandbox/index.ts'
import {
  chooseNamespaces,
  choosePlatform,
  enterCheckedToken,
  enterToken,
  nextStep,
  openDialog,
  tokenCard,
} from './support/dialog.ts'
import { difyApi } from './support/dify.ts'
import { signIn } from './support/people.ts'
import { connectPlatform } from './support/platforms.ts'
import { runEnds } from './support/runs.ts'
import { startServer, type TestServer } from './support/server.ts'
import { addService, rowAction } from './support/services.ts'

const RIGHT = 'handbook-token-4f7a91c2'
const NAMESPACES = ['Research', 'Support']

let server: TestServer
let sandbox: Sandbox
/** Runs elsewhere, and dies. */
let elsewhere: McpServers
let page: Page
test.describe.configure({ mode: 'serial' })
test.beforeAll(async ({ browser }) => {
  ;[server, sandbox, elsewhere] = await Promise.all([
    startServer({ admin: true }),
    startSandbox({ release: '1.14.0' }),
    startMcpServers(),
  ])
  page = await (await browser.newContext()).newPage()
  await signIn(page, server.url)
  await connectPlatform(page, server.url, 'Test Dify', sandbox.dify)
  const { weather, handbook } = sandbox.mcp.services
  await addService(page, server.url, { name: 'Weather', url: weather.url })
  await addService(page, server.url, { name: 'Handbook', url: handbook.url, token: RIGHT })
  await addService(page, server.url, { name: 'Almanac', url: elsewhere.services.json.url })
  await expect(page.getByText('3 normal')).toBeVisible()
})
test.afterAll(async () => {
  await page.context().close()
  await Promise.all([server.dispose(), sandbox.close(), elsewhere.close()])
})

const cause = (service: string): Locator =>
  page.getByRole('region', { name: 'What did not succeed' }).getByRole('listitem').filter({ hasText: service })
const item = (service: string, namespace: string): Locator =>
  page
    .getByRole('list', { name: 'Items' })
    .getByRole('listitem')
    .filter({ hasText: service })
    .filter({ hasText: namespace })

test('a wrong token and a dead service among good ones: two succeed, four fail, each with its own sentence', async () => {
  await page.goto(`${server.url}/services`)
  const dialog = await openDialog(page, ['Almanac', 'Handbook', 'Weather'])
  await elsewhere.close()
  await choosePlatform(dialog, 'Test Dify')
  await chooseNamespaces(dialog, NAMESPACES)
  await enterToken(dialog, 'Handbook', 'not-the-token')
  const next = dialog.getByRole('button', { name: 'Next' })
  await dialog.getByRole('button', { name: 'Verify all' }).click()
  await expect(tokenCard(dialog, 'Handbook')).toContainText('401')
  await expect(tokenCard(dialog, 'Weather')).toContainText('3 tools')
  await expect(tokenCard(dialog, 'Almanac')).toContainText(/nothing listens|refused/i)

  // One goes on only by saying so, service by service.
  await expect(next).toBeDisabled()
  const note = dialog.getByText(/or go on unverified/)
  await expect(note).toContainText('Almanac')
  await note.getByRole('button', { name: 'go on unverified' }).click()
  await expect(note).toContainText('Handbook')
  await expect(next).toBeDisabled()
  await note.getByRole('button', { name: 'go on unverified' }).click()
  await expect(tokenCard(dialog, 'Handbook')).toContainText('Goes on unverified.')
  await next.click()
  await dialog.getByRole('button', { name: 'Confirm Synchronization' }).click()

  await expect(await runEnds(page)).toHaveText(/2 created\. 4 failed\./)
  await expect(cause('Handbook')).toContainText(/refused the token/i)
  await expect(cause('Handbook')).toContainText('Dify:')
  await expect(cause('Almanac')).toContainText(/Dify (cannot|can’t|could not) (reach|connect)/i)
  for (const namespace of NAMESPACES) {
    await expect(item('Weather', namespace)).toContainText('3 tools')
    await expect(item('Handbook', namespace)).toContainText('Enter another token.')
    await expect(item('Almanac', namespace)).toContainText('failed')
  }
  const sentences = await Promise.all(
    ['Handbook', 'Almanac'].map((name) => cause(name).locator('p.text-bad').textContent()),
  )
  expect(new Set(sentences).size).toBe(2)
})

test('another token from the run’s page: Dify itself holds the new header and lists the tools', async () => {
  await cause('Handbook').getByRole('button', { name: 'Enter another token' }).click()
  const dialog = page.getByRole('dialog', { name: 'Another token for Handbook' })
  // How the run ended still stands over the dialog: dismissing that leaves the dialog open.
  const toast = page.locator('[data-sonner-toast]')
  await toast.getByRole('button', { name: 'Dismiss' }).click()
  await expect(toast).toHaveCount(0)
  await expect(dialog).toBeVisible()
  await dialog.getByPlaceholder('Paste the token of Handbook').fill(`${RIGHT}\n`.trim())
  await dialog.getByRole('button', { name: 'Retry with this token' }).click()
  await expect(await runEnds(page)).toHaveText(/(2 created, 2 updated|4 created)\. 2 failed\./, { timeout: 60_000 })
  await expect(cause('Handbook')).toHaveCount(0)
  for (const namespace of NAMESPACES) {
    const provider = sandbox.dify.providers(namespace).find(({ identifier }) => identifier === 'handbook')
    expect(provider?.headers).toEqual({ Authorization: `Bearer ${RIGHT}` })
    expect(provider?.authorised).toBe(true)
    expect(provider?.tools).toHaveLength(3)
    await expect(item('Handbook', namespace)).toContainText('3 tools')
  }
})

test('what is still dead fails again by «Retry failed», and nothing is made twice', async () => {
  await page.getByRole('button', { name: 'Retry failed' }).click()
  await expect(item('Almanac', 'Research')).toContainText('attempt 2', { timeout: 60_000 })
  await expect(await runEnds(page)).toHaveText(/2 failed\./)
  for (const namespace of NAMESPACES)
    expect(
      sandbox.dify
        .providers(namespace)
        .map(({ identifier }) => identifier)
        .sort(),
    ).toEqual(['almanac', 'handbook', 'weather'])
})

test('remove from namespaces takes away what we made, after a question, and leaves what is not ours', async () => {
  await difyApi(sandbox.dify.url, sandbox.dify.adminKey ?? '').create('Research', {
    identifier: 'by-hand',
    name: 'Made by hand',
    url: sandbox.mcp.services.events.url,
  })
  for (const service of ['Weather', 'Handbook', 'Almanac']) {
    await page.goto(`${server.url}/services`)
    await rowAction(page, service, 'Remove from namespaces…')
    const dialog = page.getByRole('dialog', { name: 'Remove from namespaces' })
    await expect(dialog).toBeVisible()
    while ((await dialog.getByRole('button', { name: 'Next' }).count()) > 0) await nextStep(dialog)
    await dialog.getByRole('button', { name: 'Remove 2' }).click()
    const question = page.getByRole('alertdialog', { name: 'Remove 2 from Test Dify?' })
    await expect(question.getByRole('button', { name: 'Keep them' })).toBeFocused()
    await question.getByRole('button', { name: 'Remove 2' }).click()
    await expect(await runEnds(page)).toHaveText(/2 removed\./)
  }
  expect(sandbox.dify.providers('Support')).toEqual([])
  expect(sandbox.dify.providers('Research').map(({ identifier }) => identifier)).toEqual(['by-hand'])
})

test('a conflict carries its choices with their consequence: adopt one, skip the other', async () => {
  const dify = difyApi(sandbox.dify.url, sandbox.dify.adminKey ?? '')
  const { sessions } = sandbox.mcp.services
  await dify.create('Research', { identifier: 'weather', name: 'Weather by hand', url: sessions.url })
  await dify.create('Support', { identifier: 'weather', name: 'Weather by hand', url: sessions.url })
  await page.goto(`${server.url}/services`)
  await page.getByRole('button', { name: 'Clear' }).click()
  const dialog = await openDialog(page, ['Weather'])
  await choosePlatform(dialog, 'Test Dify')
  await chooseNamespaces(dialog, NAMESPACES)
  await nextStep(dialog)
  const confirm = dialog.getByRole('button', { name: 'Confirm Synchronization' })
  await expect(dialog.getByText('2 conflicts need your choice.')).toBeVisible()
  await expect(confirm).toBeDisabled()
  const choices = dialog.getByRole('radiogroup', { name: 'What to do with Weather' })
  await expect(choices).toHaveCount(2)
  await expect(choices.first().getByRole('radio')).toHaveText(['Adopt', 'Skip'])
  await choices.first().getByRole('radio', { name: 'Adopt' }).click()
  await expect(dialog.getByText('1 conflict needs your choice.')).toBeVisible()
  await choices.last().getByRole('radio', { name: 'Skip' }).click()
  await confirm.click()
  await expect(await runEnds(page)).toHaveText(/1 adopted\. 1 skipped\./)
  const [research, support] = NAMESPACES.map((namespace) =>
    sandbox.dify.providers(namespace).find(({ identifier }) => identifier === 'weather'),
  )
  expect(research).toMatchObject({ name: 'Weather', url: sandbox.mcp.services.weather.url, authorised: true })
  expect(support).toMatchObject({ name: 'Weather by hand', url: sessions.url })
})

test('the plan that was shown is the plan that runs: what changed meanwhile is told, and asked again', async () => {
  await page.goto(`${server.url}/services`)
  await page.getByRole('button', { name: 'Clear' }).click()
  const dialog = await openDialog(page, ['Handbook'])
  await choosePlatform(dialog, 'Test Dify')
  await chooseNamespaces(dialog, ['Ops'])
  await enterCheckedToken(dialog, 'Handbook')
  await nextStep(dialog)
  const confirm = dialog.getByRole('button', { name: 'Confirm Synchronization' })
  await expect(confirm).toBeEnabled()
  await difyApi(sandbox.dify.url, sandbox.dify.adminKey ?? '').create('Ops', {
    identifier: 'handbook',
    name: 'Somebody was quicker',
    url: sandbox.mcp.services.events.url,
  })
  await confirm.click()
  await expect(dialog.getByText(/changed|differs/i).first()).toBeVisible()
  await expect(dialog.getByText('1 conflict needs your choice.')).toBeVisible()
  await expect(confirm).toBeDisabled()
  await dialog.getByRole('radio', { name: 'Adopt' }).click()
  await confirm.dblclick()
  await expect(await runEnds(page)).toHaveText(/1 adopted\./)
  await page.goto(`${server.url}/syncs`)
  await expect(page.getByRole('row').filter({ hasText: 'Test Dify' })).toHaveCount(6)
})

test('a service that is removed while its dialog is open is named there, and the rest goes on', async () => {
  await page.goto(`${server.url}/services`)
  await page.getByRole('button', { name: 'Clear' }).click()
  const dialog = await openDialog(page, ['Almanac', 'Weather'])
  await choosePlatform(dialog, 'Test Dify')
  const other = await page.context().newPage()
  await other.goto(`${server.url}/services`)
  await rowAction(other, 'Almanac', 'Remove…')
  await other.getByRole('button', { name: 'Remove Almanac' }).click()
  await expect(other.getByText('Almanac is removed', { exact: false })).toBeVisible()
  await other.close()
  await chooseNamespaces(dialog, ['Support'])
  await expect(tokenCard(dialog, 'Weather')).toBeVisible()
  await expect(tokenCard(dialog, 'Almanac')).toHaveCount(0)
  await nextStep(dialog)
  await expect(dialog.getByText(/Almanac/).first()).toBeVisible()
  expect(server.output()).not.toMatch(/"level":(50|60)/)
})
