import { expect, type Locator, type Page } from '@playwright/test'
import { callAction, cookieOf, recordAction } from './actions.ts'

interface NewService {
  name: string
  url: string
  token?: string
  apiKey?: string
}

/** The dialog «Add service», open. */
export async function openServiceForm(page: Page, url: string): Promise<Locator> {
  await page.goto(`${url}/services?form=new`)
  const form = page.getByRole('dialog', { name: 'Add service' })
  await expect(form.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused()
  return form
}

/** Fills in the form of a service as a person does. */
export async function fillService(form: Locator, { name, url, token, apiKey }: NewService): Promise<void> {
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await form.getByRole('textbox', { name: 'URL' }).fill(url)
  if (token === undefined && apiKey === undefined) return
  await chooseCredential(form, token === undefined ? 'API key header' : 'Bearer token')
  await form.getByPlaceholder(/^Paste the (token|key)$/).fill(token ?? apiKey ?? '')
}

/** Chooses the kind of a credential in the form of a service. */
export async function chooseCredential(form: Locator, kind: string): Promise<void> {
  await form.getByRole('combobox', { name: 'Credential' }).click()
  await form.page().getByRole('option', { name: kind }).click()
}

/** Adds a service by its form, and waits until the table shows it. */
export async function addService(page: Page, url: string, service: NewService): Promise<void> {
  const form = await openServiceForm(page, url)
  await fillService(form, service)
  await form.getByRole('button', { name: 'Add service' }).click()
  await expect(form).toBeHidden()
  await expect(page).not.toHaveURL(/form=/)
  await expect(serviceRow(page, service.name)).toBeVisible()
}

/**
 * Adds many services: the first by its form, the others by the same server action called again. Waits until all are checked, `normal`
 * of them normal.
 */
export async function addServices(page: Page, url: string, services: NewService[], normal: number): Promise<void> {
  const [first, ...others] = services
  if (first === undefined) return
  const form = await openServiceForm(page, url)
  await fillService(form, first)
  const action = await recordAction(page, () => form.getByRole('button', { name: 'Add service' }).click())
  const cookie = await cookieOf(page)
  const [template] = action.args as [object]
  for (const { name, url: serviceUrl } of others) {
    const input = { ...template, name, identifier: name.toLowerCase().replaceAll(/\W+/g, '-'), url: serviceUrl }
    const { result, text } = await callAction(action, [input], { cookie })
    expect(result?.ok, text).toBe(true)
  }
  await page.goto(`${url}/services`)
  await expect(page.locator('#page').getByText(`${normal} normal`)).toBeVisible({ timeout: 60_000 })
}

/** The row of a service in the table. */
export const serviceRow = (page: Page, name: string): Locator =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) })

/** Chooses an entry of a service's menu in the table. */
export async function rowAction(page: Page, service: string, entry: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${service}` }).click()
  await page.getByRole('menuitem', { name: entry }).click()
}
