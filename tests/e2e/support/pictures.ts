import path from 'node:path'
import type { Page } from '@playwright/test'

/**
 * Takes a picture for the documents, only when asked (`PICTURES=docs/pictures npm test -- e2e`), so that a test run leaves the
 * checkout as it was.
 */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES
  if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' })
}
