import { expect, type Page, test } from '@playwright/test'
import { type Sandbox, startSandbox } from '#sandbox/index.ts'
import { callAction, cookieOf, type RecordedAction, recordAction } from './support/actions.ts'
import { chooseNamespaces, choosePlatform, nextStep, openDialog } from './support/dialog.ts'
import { inviteUser, setUp, signIn } from './support/people.ts'
import { connectPlatform } from './support/platforms.ts'
import { runEnds } from './support/runs.ts'
import { ADMIN, startServer, type TestServer } from './support/server.ts'
import { addService, fillService, openServiceForm, serviceRow } from './support/services.ts'

const PASSWORD = 'another long password'
let server: TestServer
let sandbox: Sandbox
test.beforeAll(async () => {
  ;[server, sandbox] = await Promise.all([startServer(), startSandbox({ release: '1.14.0' })])
})
test.afterAll(async () => {
  await Promise.all([server.dispose(), sandbox.close()])
})
test.describe.configure({ mode: 'serial' })

test('a wrong set-up code is refused beside its field, and what was typed stays', async ({ page }) => {
  await page.goto(server.url)
  await expect(page).toHaveURL(`${server.url}/setup`)
  await page.getByLabel('Set-up code').fill('FERRY-XXXX-XXXX')
  await page.getByLabel('E-mail').fill(ADMIN.email)
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password)
  await page.getByRole('button', { name: 'Make the admin' }).click()
  await expect(page.getByLabel('Set-up code')).toHaveAccessibleDescription(/not the code printed last/)
  await expect(page.getByLabel('Set-up code')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('E-mail')).toHaveValue(ADMIN.email)
  await setUp(page, server.url, server.code ?? '')
  await page.goto(`${server.url}/setup`)
  await expect(page).toHaveURL(`${server.url}/`)
})

test('a wrong password is refused in the same words for known and unknown accounts', async ({ page }) => {
  const words: string[] = []
  for (const email of [ADMIN.email, 'nobody@example.com']) {
    await page.goto(`${server.url}/login`)
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password', { exact: true }).fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    const field = page.getByLabel('Password', { exact: true })
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    await expect(page.getByLabel('E-mail')).toHaveValue(email)
    words.push((await page.locator('main').textContent()) ?? '')
  }
  expect(words[0]).toContain('E-mail or password is wrong.')
  expect(words[1]).toBe(words[0])
})

test('a page asked for without a session is where one lands after signing in; signing out ends it', async ({
  page,
}) => {
  await page.goto(`${server.url}/services?status=abnormal`)
  await expect(page).toHaveURL(/\/login\?next=/)
  await expect(page.getByText('Sign in to go on to MCP Service Management.')).toBeVisible()
  await page.getByLabel('E-mail').fill(ADMIN.email)
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${server.url}/services?status=abnormal`)

  const cookie = await cookieOf(page)
  await page.getByRole('button', { name: 'admin', exact: false }).last().click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByText('You are signed out.')).toBeVisible()
  const replayed = await fetch(`${server.url}/services`, { headers: { cookie }, redirect: 'manual' })
  expect(replayed.status).toBe(307)
  expect(replayed.headers.get('location')).toContain('/login')
})

/** A draft for the weather, at its fourth step. */
async function draftAtReview(page: Page) {
  await page.goto(`${server.url}/services`)
  const dialog = await openDialog(page, ['Weather'])
  await choosePlatform(dialog, 'Test Dify')
  await chooseNamespaces(dialog, ['Support'])
  await nextStep(dialog)
  const confirm = dialog.getByRole('button', { name: 'Confirm Synchronization' })
  await expect(confirm).toBeEnabled()
  return { dialog, confirm }
}

test('a session that ends in step 4: over the dialog one signs in again, and it goes on', async ({ page, browser }) => {
  await signIn(page, server.url)
  const { weather } = sandbox.mcp.services
  await addService(page, server.url, { name: 'Weather', url: weather.url })
  await connectPlatform(page, server.url, 'Test Dify', sandbox.dify)
  const { confirm } = await draftAtReview(page)

  // Elsewhere the same person changes the password: every other session ends.
  const elsewhere = await (await browser.newContext()).newPage()
  await signIn(elsewhere, server.url)
  await elsewhere.goto(`${server.url}/settings`)
  await elsewhere.getByLabel('Present password').fill(ADMIN.password)
  await elsewhere.getByLabel('New password', { exact: true }).fill(PASSWORD)
  await elsewhere.getByRole('button', { name: /Change.*password/i }).click()
  await expect(elsewhere.getByLabel('Present password')).toHaveValue('')
  await elsewhere.context().close()

  await confirm.click()
  const again = page.getByRole('dialog', { name: 'Your session has ended' })
  await expect(again.getByLabel('Password', { exact: true })).toBeFocused()
  await again.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await again.getByRole('button', { name: 'Sign in' }).click()
  await expect(await runEnds(page)).toContainText(/succeeded|created/)
  expect(sandbox.dify.providers('Support')).toHaveLength(1)
})

test('a session that is gone: the address of step 4 leads to signing in and back to the draft', async ({ page }) => {
  await signIn(page, server.url, { email: ADMIN.email, password: PASSWORD })
  await draftAtReview(page)
  await page.context().clearCookies()
  await page.reload()
  await expect(page.getByText('Sign in to go on with step 4, Review.')).toBeVisible()
  await page.getByLabel('E-mail').fill(ADMIN.email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  const dialog = page.getByRole('dialog', { name: 'Intelligent Platform Synchronization' })
  await expect(dialog.getByText('unchanged', { exact: true }).first()).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Confirm Synchronization' })).toBeEnabled()
})

test.describe('roles', () => {
  let admin: Page
  let viewer: Page
  let adding: RecordedAction
  test.beforeAll(async ({ browser }) => {
    admin = await (await browser.newContext()).newPage()
    await signIn(admin, server.url, { email: ADMIN.email, password: PASSWORD })
    ;({ page: viewer } = await inviteUser(
      { admin, browser, url: server.url },
      { name: 'Vera', role: 'viewer', password: 'quite a long password' },
    ))
    const form = await openServiceForm(admin, server.url)
    await fillService(form, { name: 'Dead', url: 'http://127.0.0.1:9/mcp' })
    adding = await recordAction(admin, () => form.getByRole('button', { name: 'Add service' }).click())
    await expect(serviceRow(admin, 'Dead')).toBeVisible()
  })
  test.afterAll(async () => {
    await admin.context().close()
    await viewer.context().close()
  })

  test('a viewer looks and finds nothing to press', async () => {
    await viewer.goto(`${server.url}/services`)
    await expect(serviceRow(viewer, 'Weather')).toBeVisible()
    await expect(viewer.getByRole('button', { name: /Synchronization|Add service|Check all/ })).toHaveCount(0)
    await expect(viewer.getByRole('link', { name: /Add service|Users|Audit/ })).toHaveCount(0)
    await expect(viewer.getByRole('checkbox')).toHaveCount(0)
    await viewer.getByRole('button', { name: 'Actions for Weather' }).click()
    await expect(viewer.getByRole('menuitem')).toHaveText([/Open/])
    await viewer.goto(`${server.url}/platforms`)
    await expect(viewer.getByRole('heading', { name: 'Test Dify' })).toBeVisible()
    await expect(viewer.getByRole('button', { name: /^(Connect|Test|Refresh|Edit|Remove)/ })).toHaveCount(0)
    await expect(viewer.getByRole('link', { name: /Connect/ })).toHaveCount(0)
    for (const path of ['/users', '/audit']) {
      await viewer.goto(server.url + path)
      // The text alone is there twice while the page streams in.
      await expect(viewer.getByRole('heading', { name: 'Your role may not see this page' })).toBeVisible()
    }
    await viewer.goto(`${server.url}/services?form=new`)
    await expect(serviceRow(viewer, 'Weather')).toBeVisible()
    await expect(viewer.getByRole('dialog')).toHaveCount(0)
  })

  test('a server action called by hand is refused to a viewer, to nobody, and from elsewhere', async () => {
    const [input] = adding.args as [object]
    const other = [{ ...input, name: 'Smuggled', identifier: 'smuggled' }]
    const refused = await callAction(adding, other, { cookie: await cookieOf(viewer) })
    expect(refused.result?.error).toMatchObject({
      code: 'forbidden',
      message: expect.stringMatching(/^Your role may not/),
    })
    const nobody = await callAction(adding, other)
    expect(nobody.result?.error).toMatchObject({ code: 'unauthenticated' })
    for (const origin of ['https://evil.example.com', 'null']) {
      const foreign = await callAction(adding, other, { cookie: await cookieOf(admin), origin })
      expect(foreign.status).toBe(403)
    }
    await admin.goto(`${server.url}/services`)
    await expect(serviceRow(admin, 'Weather')).toBeVisible()
    await expect(serviceRow(admin, 'Smuggled')).toHaveCount(0)
    const allowed = await callAction(adding, other, { cookie: await cookieOf(admin) })
    expect(allowed.result?.ok).toBe(true)
  })

  test('foreign and senseless ids get a sentence, never a 500', async () => {
    const cookie = await cookieOf(admin)
    await admin.goto(`${server.url}/services`)
    await admin.getByRole('button', { name: 'Actions for Dead' }).click()
    const removal = await recordAction(admin, () => admin.getByRole('menuitem', { name: 'Remove…' }).click())
    // The question stands there only when the answer has been read: before that Escape would be for nobody.
    const question = admin.getByRole('alertdialog')
    await expect(question).toBeVisible()
    await admin.keyboard.press('Escape')
    await expect(question).toBeHidden()
    const begin = await recordAction(admin, async () => {
      await admin.getByRole('checkbox', { name: /Weather/ }).click()
      await admin.getByRole('button', { name: /Intelligent Platform Synchronization/ }).click()
    })
    const unknown = '00000000-0000-4000-8000-000000000000'
    const calls: [RecordedAction, unknown[]][] = [
      ...[unknown, 'x', '', null, 7, { $ne: '' }, '\u0000', 'a'.repeat(100_000)].map(
        (id): [RecordedAction, unknown[]] => [removal, [{ id }]],
      ),
      [removal, []],
      [removal, [null]],
      [begin, [{ kind: 'sync', serviceIds: [unknown] }]],
      [begin, [{ kind: 'sync', serviceIds: 'all' }]],
      [begin, [{ kind: 'other', serviceIds: [] }]],
      [adding, [{}]],
      [adding, [{ name: 'a\u0000b', identifier: 'nul', url: 'http://127.0.0.1/mcp' }]],
    ]
    for (const [action, args] of calls) {
      const { status, result, text } = await callAction(action, args, { cookie })
      expect(status, text).toBe(200)
      expect(result?.ok, text).toBe(false)
      expect(result?.error?.code, text).toMatch(/^(not_found|invalid_input|no_services|nothing_selected)$/)
    }
    for (const path of [
      '/services/x',
      `/services/${unknown}`,
      '/syncs/x',
      `/syncs/${unknown}/plan`,
      `/platforms/${unknown}`,
      '/platforms/x',
    ]) {
      // A page that streams has sent its status before it knows: what it shows counts.
      const answer = await admin.goto(server.url + path)
      expect(answer?.status(), path).toBeLessThan(500)
      await expect(admin.getByRole('heading', { name: 'There is nothing at this address' }), path).toBeVisible()
    }
    for (const path of [
      `/services?draft=${unknown}`,
      '/services?draft=x#review',
      '/services?form=x',
      '/services?page=-3&sort=x&q=%00',
      '/syncs?page=99999999999',
      '/audit?from=x',
    ]) {
      const answer = await admin.goto(server.url + path)
      expect(answer?.status(), path).toBe(200)
    }
  })

  test('a disabled user is thrown out, wherever they are, and told why', async () => {
    await viewer.goto(`${server.url}/services`)
    await admin.goto(`${server.url}/users`)
    await admin.getByRole('button', { name: 'What can be done with Vera' }).click()
    await admin.getByRole('menuitem', { name: 'Disable' }).click()
    await admin.getByRole('button', { name: 'Disable', exact: true }).click()
    await expect(admin.getByText('Vera is disabled.')).toBeVisible()

    await viewer.getByRole('link', { name: 'Synchronizations' }).click()
    await expect(viewer).toHaveURL(/\/login/)
    await expect(viewer.getByText('This account was disabled. An admin can enable it.')).toBeVisible()
    await viewer.getByLabel('E-mail').fill('vera@example.com')
    await viewer.getByLabel('Password', { exact: true }).fill('quite a long password')
    await viewer.getByRole('button', { name: 'Sign in' }).click()
    await expect(viewer.getByText('This account is disabled.')).toBeVisible()
    expect(server.output()).not.toMatch(/"level":(50|60)/)
  })
})
