import { expect, type Page, test } from '@playwright/test'
import { type Sandbox, startSandbox } from '#sandbox/index.ts'
import { openDialog } from './support/dialog.ts'
import { inviteUser, signIn } from './support/people.ts'
import { startServer, type TestServer } from './support/server.ts'
import { addService } from './support/services.ts'

let server: TestServer
let sandbox: Sandbox
/** A release that refuses its own admin key. */
let refusing: Sandbox
test.beforeAll(async () => {
  ;[server, sandbox, refusing] = await Promise.all([
    startServer({ admin: true }),
    startSandbox({ release: '1.14.0' }),
    startSandbox({ release: '1.10.1' }),
  ])
})
test.afterAll(async () => {
  await Promise.all([server.dispose(), sandbox.close(), refusing.close()])
})
test.beforeEach(({ page }) => signIn(page, server.url))
test.describe.configure({ mode: 'serial' })

const connecting = (page: Page) => page.getByRole('dialog', { name: 'Connect a DIFY' })
const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

test('without a platform the dialog leads to the form; a refused key loses nothing; then back with the selection', async ({
  page,
}) => {
  const { weather } = sandbox.mcp.services
  await addService(page, server.url, { name: 'Weather', url: weather.url })
  const dialog = await openDialog(page, ['Weather'])
  await dialog.getByRole('link', { name: 'Connect a DIFY' }).click()

  const form = connecting(page)
  const host = new URL(sandbox.dify.url).host
  await form.getByRole('textbox', { name: 'Name' }).fill('Dify Production')
  const address = form.getByRole('textbox', { name: 'Base URL' })
  await address.fill(`${host}/apps?tag=1`)
  await expect(address).toHaveAccessibleDescription(
    `Becomes http://${host}: http:// was added; «/apps?tag=1» was left out.`,
  )
  const key = form.getByPlaceholder('Paste the key')
  await key.fill('not-the-key')
  await form.getByRole('button', { name: 'Test connection' }).click()
  await expect(form.getByText('Dify does not take this admin key.')).toBeVisible()
  await form.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(form.getByRole('alert')).toContainText('Dify: API key is invalid.')
  await expect(address).toHaveValue(`${host}/apps?tag=1`)
  await expect(key).toHaveValue('not-the-key')

  await key.fill(sandbox.dify.adminKey ?? '')
  await expect(form.getByRole('alert')).toHaveCount(0)
  await form.getByRole('button', { name: 'Test again' }).click()
  await expect(form.getByText(/^connected in/)).toBeVisible()
  await expect(form.getByText('Dify 1.14.0', { exact: true })).toBeVisible()
  await expect(form.getByText('Has no owner in Dify, so the admin key is not taken there.')).toBeVisible()
  await expect(form.getByText('Reads only the first page of a service’s tool list')).toBeVisible()
  await form.getByRole('button', { name: 'Connect', exact: true }).click()

  await expect(page).toHaveURL(/\/services\?draft=[0-9a-f-]{36}#platform/)
  const back = page.getByRole('dialog', { name: 'Intelligent Platform Synchronization' })
  await expect(back.getByText('1 service: Weather')).toBeVisible()
  await expect(back.getByRole('radio', { name: 'Dify Production' })).toBeVisible()
})

test('a platform lists its namespaces with their counts; search and filter live in the address', async ({ page }) => {
  await page.goto(`${server.url}/platforms`)
  await card(page, 'Dify Production').getByRole('link', { name: 'Namespaces' }).click()
  const rows = page.getByRole('table', { name: 'Namespaces' }).locator('tbody').getByRole('row')
  await expect(rows).toHaveCount(4)
  await expect(rows.filter({ hasText: 'Research' })).toContainText(/available\s*0\s*none\s*\d+ (s|min) ago/)
  await expect(rows.filter({ hasText: 'Foreign' })).toContainText(/refuses us\s*Has no owner/)

  await page.getByRole('textbox', { name: 'Search namespaces' }).fill('SUPP')
  await expect(rows).toHaveCount(1)
  await expect(page).toHaveURL(/q=SUPP/)
  await page.reload()
  await expect(rows).toHaveText([/Support/])
  await page.goto(page.url().replace('q=SUPP', 'q=%00&show=x&page=99999999999999999999&sort=z'))
  await expect(rows).toHaveCount(4)

  await page.getByRole('button', { name: 'Refresh namespaces' }).click()
  await expect(page.getByText('Dify Production: 4 namespaces, none new, none vanished.')).toBeVisible()
})

test('a stored key never comes back, and goes nowhere but where it was given for', async ({ page }) => {
  await page.goto(`${server.url}/platforms`)
  await card(page, 'Dify Production').getByRole('link', { name: 'Edit' }).click()
  const form = page.getByRole('dialog', { name: 'Edit Dify Production' })
  await expect(form.getByText(/^Set on .+ by admin$/)).toBeVisible()
  await page.reload()
  await expect(form.getByText(/^Set on .+ by admin$/)).toBeVisible()
  expect(await page.content()).not.toContain(sandbox.dify.adminKey)

  await form.getByRole('button', { name: 'Test connection' }).click()
  await expect(form.getByText(/^connected in/)).toBeVisible()
  await form.getByRole('textbox', { name: 'Base URL' }).fill(refusing.dify.url)
  const key = form.getByPlaceholder('Paste the key')
  await expect(key).toHaveAccessibleDescription(/The stored key was given for/)
  await form.getByRole('button', { name: 'Save changes' }).click()
  await expect(key).toHaveAccessibleDescription('Enter the admin API key.')
  await form.getByRole('textbox', { name: 'Base URL' }).fill(sandbox.dify.url)
  await form.getByRole('textbox', { name: 'Name' }).fill('Dify Main')
  await form.getByRole('button', { name: 'Save changes' }).click()
  await expect(card(page, 'Dify Main')).toBeVisible()
})

test('a release that refuses its key: kept all the same, told with the next step, put right by an account', async ({
  page,
}) => {
  await page.goto(`${server.url}/platforms?connect=1`)
  const form = connecting(page)
  await form.getByRole('textbox', { name: 'Name' }).fill('Dify Lab')
  await form.getByRole('textbox', { name: 'Base URL' }).fill(refusing.dify.url)
  await form.getByPlaceholder('Paste the key').fill(refusing.dify.adminKey ?? '')
  await form.getByRole('button', { name: 'Connect', exact: true }).click()
  await form.getByRole('button', { name: 'Connect anyway' }).click()
  await expect(page.getByRole('heading', { name: 'Dify Lab', level: 1 })).toBeVisible()

  await page.goto(`${server.url}/platforms`)
  const lab = card(page, 'Dify Lab')
  await expect(lab).toContainText('Use an account, or upgrade Dify to 1.11.')
  await lab.getByRole('link', { name: 'Change the sign-in' }).click()
  const edit = page.getByRole('dialog', { name: 'Edit Dify Lab' })
  const email = edit.getByRole('textbox', { name: 'E-mail' })
  await expect(email).toBeFocused()
  const [account] = refusing.dify.accounts
  await email.fill(account?.email ?? '')
  await edit.getByLabel('Password', { exact: true }).fill('not the password')
  await edit.getByRole('button', { name: 'Test connection' }).click()
  await expect(edit.getByText(/At most 4 more tries before it locks the account\./)).toBeVisible()
  await edit.getByLabel('Password', { exact: true }).fill(account?.password ?? '')
  await edit.getByRole('button', { name: 'Save changes' }).click()
  await expect(lab.getByText('connected')).toBeVisible()
  await expect(lab).toContainText('3 one after the other: one account')
})

test('removing asks for the number, with the focus on the harmless button', async ({ page }) => {
  await page.goto(`${server.url}/platforms`)
  await page.getByRole('button', { name: 'More for Dify Lab' }).click()
  await page.getByRole('menuitem', { name: 'Remove…' }).click()
  const question = page.getByRole('alertdialog', { name: 'Remove Dify Lab and its 3 namespaces from MCP Ferry?' })
  await expect(question.getByRole('button', { name: 'Keep it' })).toBeFocused()
  const remove = question.getByRole('button', { name: 'Remove Dify Lab' })
  await expect(remove).toBeDisabled()
  await question.getByRole('textbox', { name: 'Type 3 to confirm' }).fill('3')
  await remove.click()
  await expect(page.getByText('Dify Lab is removed here.')).toBeVisible()
  await expect(card(page, 'Dify Lab')).toHaveCount(0)
  await expect(card(page, 'Dify Main')).toBeVisible()
})

test('what a role may not do is neither shown nor accepted', async ({ page, browser }) => {
  const { page: operator } = await inviteUser(
    { admin: page, browser, url: server.url },
    { name: 'Otto', role: 'operator', password: 'quite a long password' },
  )
  await operator.goto(`${server.url}/platforms?connect=1`)
  await expect(card(operator, 'Dify Main').getByRole('button', { name: 'Test connection' })).toBeVisible()
  await expect(operator.getByRole('link', { name: /Connect a platform|Edit/ })).toHaveCount(0)
  await expect(operator.getByRole('dialog')).toHaveCount(0)
  const form = { baseUrl: sandbox.dify.url, login: { kind: 'adminKey', key: sandbox.dify.adminKey } }
  const answer = await operator.request.post(`${server.url}/platforms/test`, {
    data: form,
    headers: { origin: server.url },
  })
  expect(answer.status()).toBe(403)
  expect(await answer.json()).toMatchObject({ error: { message: 'Your role may not change platforms.' } })
  await operator.context().close()
})
