import { expect, type Page, test } from '@playwright/test'
import { type Sandbox, startSandbox } from '#sandbox/index.ts'
import { chooseNamespaces, choosePlatform, nextStep, openDialog, tokenCard } from './support/dialog.ts'
import { signIn } from './support/people.ts'
import { connectPlatform } from './support/platforms.ts'
import { startServer, type TestServer } from './support/server.ts'
import { addService, rowAction, serviceRow } from './support/services.ts'

let server: TestServer
let sandbox: Sandbox
test.beforeAll(async () => {
  ;[server, sandbox] = await Promise.all([startServer({ admin: true }), startSandbox({ release: '1.14.0' })])
})
test.afterAll(() => Promise.all([server.dispose(), sandbox.close()]))

test('services and a platform that are removed in another tab while the dialog is open: each step says so, with what to do', async ({
  page,
  context,
}) => {
  const { weather, json } = sandbox.mcp.services
  await signIn(page, server.url)
  await connectPlatform(page, server.url, 'Test Dify', sandbox.dify)
  await addService(page, server.url, { name: 'Weather', url: weather.url })
  await addService(page, server.url, { name: 'Almanac', url: json.url })
  await expect(page.locator('#page').getByText('2 normal')).toBeVisible()
  const dialog = await openDialog(page, ['Almanac', 'Weather'])
  await choosePlatform(dialog, 'Test Dify')
  await chooseNamespaces(dialog, ['Research', 'Ops'])
  await expect(tokenCard(dialog, 'Almanac')).toBeVisible()

  const other = await context.newPage()
  await removeService(other, 'Almanac')
  await dialog.getByRole('button', { name: 'Verify all' }).click()
  const notice = dialog.getByRole('status').filter({ hasText: 'removed meanwhile' })
  await expect(notice).toContainText(
    '«Almanac» has been removed meanwhile. Go on without it: the others stay as chosen.',
  )
  await expect(tokenCard(dialog, 'Almanac')).toBeHidden()
  await expect(tokenCard(dialog, 'Weather')).toContainText('3 tools')
  await nextStep(dialog)
  await expect(dialog.getByRole('button', { name: 'Confirm Synchronization' })).toBeEnabled()
  await expect(notice).toContainText('«Almanac»')
  await dialog.getByRole('button', { name: 'Back' }).click()
  await expect(tokenCard(dialog, 'Weather')).toBeVisible()

  // Without a platform it is back at the first step, where another one can be chosen.
  await removePlatform(other, 'Test Dify')
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(dialog.getByRole('group', { name: 'Step 1 of 4: Platform' })).toBeVisible()
  await expect(notice).toContainText('«Test Dify» has been removed meanwhile. Choose another platform.')
  await expect(dialog.getByText('No platform is connected')).toBeVisible()

  await removeService(other, 'Weather')
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(notice).toContainText('None of the selected services is left. Select others.')
  await expect(dialog.getByText('There is nothing left to synchronize')).toBeVisible()
  await dialog.getByRole('button', { name: 'Select other services' }).click()
  await expect(dialog).toBeHidden()
  await page.goto(`${server.url}/syncs`)
  await expect(page.getByRole('heading', { name: 'Synchronizations', level: 1 })).toBeVisible()
  await expect(page.getByText('You have begun')).toBeHidden()
})

async function removeService(page: Page, name: string): Promise<void> {
  await page.goto(`${server.url}/services`)
  await rowAction(page, name, 'Remove…')
  await page.getByRole('button', { name: `Remove ${name}` }).click()
  await expect(serviceRow(page, name)).toHaveCount(0)
}

async function removePlatform(page: Page, name: string): Promise<void> {
  await page.goto(`${server.url}/platforms`)
  await page.getByRole('button', { name: `More for ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Remove…' }).click()
  const question = page.getByRole('alertdialog')
  await question.getByRole('textbox', { name: /to confirm/ }).fill('4')
  await question.getByRole('button', { name: `Remove ${name}` }).click()
  await expect(page.getByText(`${name} is removed here.`)).toBeVisible()
}
