import { chromium, expect, type Page } from '@playwright/test'
import {
  chooseNamespaces,
  choosePlatform,
  enterCheckedToken,
  openDialog,
  tokenCard,
} from '#tests/e2e/support/dialog.ts'
import { loadDemo, signIn } from '#tests/e2e/support/people.ts'

const SERVICES = ['Handbook', 'Ledger', 'Weather']
const PATIENCE = { timeout: 90_000 }

/** Opens a browser, signs the first admin in, and closes it after `work`. */
export async function inBrowser<T>(
  { url, browser }: { url: string; browser: string },
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const running = await chromium.launch({ executablePath: browser, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const page = await running.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' })
    page.setDefaultTimeout(60_000)
    await signIn(page, url)
    return await work(page)
  } finally {
    await running.close()
  }
}

/** Loads the demo and carries three services into two namespaces; `during` is called once the run is confirmed. */
export async function cross(page: Page, url: string, during: () => Promise<void> = async () => {}): Promise<void> {
  await loadDemo(page, url)
  const dialog = await openDialog(page, SERVICES)
  await choosePlatform(dialog, 'Demo Dify')
  await chooseNamespaces(dialog, ['Research', 'Support'])
  for (const name of ['Handbook', 'Ledger']) await enterCheckedToken(dialog, name)
  await dialog.getByRole('button', { name: 'Verify all' }).click()
  for (const name of ['Handbook', 'Ledger'])
    await expect(tokenCard(dialog, name)).toContainText(/Verified as Dify asks/, PATIENCE)
  await dialog.getByRole('button', { name: 'Next' }).click()
  await expect(dialog.getByText('create', { exact: true })).toHaveCount(7, PATIENCE)
  await dialog.getByRole('button', { name: 'Confirm Synchronization' }).click()
  await during()
  await expect(page.getByText('6 of 6', { exact: true })).toBeVisible(PATIENCE)
}

/** Waits, on the page of a crossing's run, until a part of its six items is done. */
export async function untilInTheMiddle(page: Page): Promise<void> {
  await expect(page.getByText(/^[1-4] of 6$/).first()).toBeVisible(PATIENCE)
}

/** Whether what was registered is there. */
export async function expectServices(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/services`)
  for (const name of SERVICES)
    await expect(page.locator('#page').getByText(name, { exact: true }).first()).toBeVisible()
}
