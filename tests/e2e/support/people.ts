import { type Browser, expect, type Page } from '@playwright/test'
import { ADMIN } from './server.ts'

/** Signs in on the login page and waits until the console is loaded: a click on what is only drawn yet does nothing. */
export async function signIn(page: Page, url: string, { email, password } = ADMIN): Promise<void> {
  await page.goto(`${url}/login`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(({ pathname }) => !pathname.endsWith('/login'))
}

/** As a newcomer does: enters the set-up code, becomes the first admin, lands on the overview. */
export async function setUp(page: Page, url: string, code: string): Promise<void> {
  await page.goto(url)
  await page.getByLabel('Set-up code').fill(code)
  await page.getByLabel(/e-mail/i).fill(ADMIN.email)
  await page
    .getByLabel(/^password/i)
    .first()
    .fill(ADMIN.password)
  await page.getByRole('button', { name: /admin/i }).click()
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
}

/** Loads the demo from the empty services page, and waits until six of its eight services are normal. */
export async function loadDemo(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/services`)
  await page.getByRole('button', { name: 'Load the demo' }).click()
  await expect(page.locator('#page').getByText('6 normal')).toBeVisible({ timeout: 30_000 })
}

/** Adds a user as an admin does, and sets their password by the one-time link in a browser of their own, where they stay signed in. */
export async function inviteUser(
  { admin, browser, url }: { admin: Page; browser: Browser; url: string },
  { name, role, password }: { name: string; role: 'admin' | 'operator' | 'viewer'; password: string },
): Promise<{ page: Page; email: string }> {
  const email = `${name.toLowerCase()}@example.com`
  await admin.goto(`${url}/users`)
  await admin.getByRole('button', { name: 'Add user' }).click()
  const dialog = admin.getByRole('dialog', { name: 'Add user' })
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('E-mail').fill(email)
  await dialog.getByRole('radio', { name: role }).click()
  await dialog.getByRole('button', { name: 'Add user' }).click()
  const link = await admin.getByRole('textbox', { name: 'One-time link' }).inputValue()
  await admin.getByRole('button', { name: 'Done' }).click()

  const page = await (await browser.newContext()).newPage()
  await page.goto(link)
  await page.getByLabel('New password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Set the password and sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
  return { page, email }
}
