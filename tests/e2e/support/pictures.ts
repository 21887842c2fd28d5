import path from 'node:path'
import type { Page } from '@playwright/test'

/**
 * Takes a picture for the documents, only when `PICTURES` names a folder (docs/development.md says how), so that a test run
 * leaves the checkout as it was. Passing notices are dismissed first: they would hide what the picture is about.
 */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES
  if (!folder) return
  const notices = page.locator('[data-sonner-toast]')
  for (const notice of await notices.all()) await notice.getByRole('button', { name: 'Dismiss' }).click()
  await notices.first().waitFor({ state: 'detached' })
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' })
}
