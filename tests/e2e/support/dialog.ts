import { expect, type Locator, type Page } from '@playwright/test'

/** Checks services on the services page. */
export async function selectServices(page: Page, services: readonly string[]): Promise<void> {
  for (const name of services) await page.getByRole('checkbox', { name: new RegExp(`\\b${name}\\b`) }).click()
}

/** Checks services on the services page and opens the synchronization dialog for all that are checked. */
export async function openDialog(page: Page, services: readonly string[]): Promise<Locator> {
  await selectServices(page, services)
  await page.getByRole('button', { name: /Intelligent Platform Synchronization/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Intelligent Platform Synchronization' })
  await expect(dialog).toBeVisible()
  return dialog
}

/** Next, and waits until the step after is there: until then the button of this step stands in its place. */
export async function nextStep(dialog: Locator): Promise<void> {
  const step = await dialog.getByRole('group', { name: /^Step \d of \d/ }).getAttribute('aria-label')
  await dialog.getByRole('button', { name: 'Next' }).click()
  await expect(dialog.getByRole('group', { name: step ?? '' })).toBeHidden({ timeout: 60_000 })
}

/** Step ①. */
export async function choosePlatform(dialog: Locator, name: string): Promise<void> {
  await dialog.getByRole('radio', { name: new RegExp(name) }).click()
  await nextStep(dialog)
}

/** Step ②. */
export async function chooseNamespaces(dialog: Locator, names: readonly string[]): Promise<void> {
  for (const name of names) await dialog.getByRole('checkbox', { name: new RegExp(name) }).click()
  await nextStep(dialog)
}

/** The card of one service in step ③. */
export const tokenCard = (dialog: Locator, service: string): Locator => dialog.getByRole('region', { name: service })

/** Step ③: a token as a person pastes it. */
export async function enterToken(dialog: Locator, service: string, token: string): Promise<void> {
  const card = tokenCard(dialog, service)
  await card.getByRole('radio', { name: 'Enter' }).click()
  await card.getByPlaceholder(`Paste the token of ${service}`).fill(token)
}

/** Step ③: the credential with which the service is checked here. */
export async function enterCheckedToken(dialog: Locator, service: string): Promise<void> {
  const card = tokenCard(dialog, service)
  await card.getByRole('radio', { name: 'Enter' }).click()
  await card.getByRole('button', { name: 'Use the one it is checked with' }).click()
  // The card gets lower then: what is pressed below it meanwhile moves away between the button's down and up.
  await expect(card.getByText('As it is checked with')).toBeVisible()
}
