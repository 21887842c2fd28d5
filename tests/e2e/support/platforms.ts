import { expect, type Page } from '@playwright/test'
import type { Dify } from '#sandbox/index.ts'

type SignIn = { key: string } | { email: string; password: string }

/** Connects a Dify by its form, and waits until its page shows it. */
export async function connectPlatform(page: Page, url: string, name: string, dify: Dify, by?: SignIn): Promise<void> {
  const signIn = by ?? { key: dify.adminKey ?? '' }
  await page.goto(`${url}/platforms?connect=1`)
  const form = page.getByRole('dialog', { name: 'Connect a DIFY' })
  await form.getByRole('textbox', { name: 'Name' }).fill(name)
  await form.getByRole('textbox', { name: 'Base URL' }).fill(dify.url)
  if ('key' in signIn) await form.getByPlaceholder('Paste the key').fill(signIn.key)
  else {
    await form.getByRole('radio', { name: 'Account' }).click()
    await form.getByRole('textbox', { name: 'E-mail' }).fill(signIn.email)
    await form.getByLabel('Password', { exact: true }).fill(signIn.password)
  }
  await form.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(page).toHaveURL(/\/platforms\/[0-9a-f-]{36}/)
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
}
