import type { Locator, Page } from '@playwright/test'

export interface GatewayAnswer {
  status: number
  body: { result?: { tools?: { name: string }[]; content?: unknown[] }; error?: { code: number; message: string } }
}

/** Asks the gateway of a server for the weather, as a client of the older era does. */
export async function askWeather(
  url: string,
  token: string,
  method: string,
  params: object = {},
): Promise<GatewayAnswer> {
  const answer = await fetch(`${url}/mcp/weather/mcp`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const text = await answer.text()
  const data = /^data: ?(.*)$/m.exec(text)?.[1] ?? text
  return { status: answer.status, body: data.startsWith('{') ? JSON.parse(data) : {} }
}

/** Opens the form of a new token for the weather and fills in what it is for. */
export async function newWeatherToken(page: Page, url: string, name: string): Promise<Locator> {
  await page.goto(`${url}/tokens?form=new`)
  const form = page.getByRole('dialog', { name: 'New token' })
  await form.getByRole('combobox', { name: 'Service' }).click()
  await page.getByRole('option', { name: 'Weather' }).click()
  await form.getByRole('textbox', { name: 'What it is for' }).fill(name)
  return form
}
