import { expect, type Locator, type Page } from '@playwright/test'

/** Waits on the page of a run until it is over, and returns the line that says how it ended. */
export async function runEnds(page: Page, timeout = 60_000): Promise<Locator> {
  await expect(page).toHaveURL(/\/syncs\/[0-9a-f-]{36}/)
  const outcome = page.getByRole('region', { name: 'Outcome' })
  await expect(outcome).toBeVisible({ timeout })
  return outcome
}
