import { expect, test } from '@playwright/test'
import { type Sandbox, startSandbox } from '#sandbox/index.ts'
import { signIn } from './support/people.ts'
import { connectPlatform } from './support/platforms.ts'
import { startServer, type TestServer } from './support/server.ts'

let server: TestServer
let sandbox: Sandbox
test.beforeAll(async () => {
  ;[server, sandbox] = await Promise.all([startServer({ admin: true }), startSandbox({ release: '1.14.0' })])
})
test.afterAll(() => Promise.all([server.dispose(), sandbox.close()]))

/** Somebody makes a provider by hand, with Dify's own API. */
async function byHand(workspace: string, key: 'weather' | 'handbook'): Promise<void> {
  const { url, name, icon, credential } = sandbox.mcp.services[key]
  const timeouts = { timeout: 30, sse_read_timeout: 300 }
  const answer = await fetch(`${sandbox.dify.url}/console/api/workspaces/current/tool-provider/mcp`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${sandbox.dify.adminKey}`,
      'x-workspace-id': sandbox.dify.workspaces.find((one) => one.name === workspace)?.id ?? '',
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      ...{ name, server_url: url, server_identifier: key, icon, icon_type: 'emoji', icon_background: '#dbeafe' },
      ...{ headers: credential ? { [credential.header]: credential.value } : {}, configuration: timeouts, ...timeouts },
    }),
  })
  expect(answer.status).toBe(200)
}

test('what was made in Dify by hand is found, completed by pasting, tried, and adopted without a write', async ({
  page,
}) => {
  for (const workspace of ['Research', 'Support', 'Ops']) await byHand(workspace, 'weather')
  await byHand('Support', 'handbook')
  sandbox.dify.clearLog()
  await signIn(page, server.url)
  await connectPlatform(page, server.url, 'Dify Production', sandbox.dify)
  await page.goto(`${server.url}/services/import/dify`)
  await page.getByRole('button', { name: 'Look what is there' }).click()
  await expect(page.getByRole('heading', { name: '2 services to be' })).toBeVisible()
  const adopt = page.getByRole('button', { name: /^Adopt/ })
  await expect(adopt).toBeDisabled()

  const { weather, handbook } = sandbox.mcp.services
  await page.getByRole('button', { name: 'Paste addresses' }).click()
  const pasting = page.getByRole('dialog', { name: 'Paste addresses' })
  const token = handbook.credential?.value.replace(/^Bearer /, '')
  await pasting.getByRole('textbox').fill(`weather ${handbook.url} ${token}\nhandbook ${handbook.url} ${token}`)
  await pasting.getByRole('button', { name: 'Fill in 2' }).click()
  await expect(page.getByText(/^The same \d+ tools as in Dify; refused without it \(401\)\.$/)).toBeVisible()
  const row = page.locator('[data-candidate=weather]')
  await expect(row.getByText(/^Dify lists 3 tools, this address 3 others\./)).toBeVisible()
  await expect(row.getByText(/^Dify presents nothing there now/)).toBeVisible()

  await row.getByRole('combobox', { name: 'What Dify presents to Weather' }).click()
  await page.getByRole('option', { name: 'No token' }).click()
  await row.getByRole('textbox', { name: 'URL of Weather' }).fill(weather.url)
  await expect(row.getByText('The same 3 tools as in Dify.')).toBeVisible()
  await adopt.click()
  const question = page.getByRole('alertdialog', { name: 'Adopt 2 services from Dify Production?' })
  await expect(question).toContainText('removing a service from a namespace deletes its provider in Dify')
  await question.getByRole('button', { name: 'Adopt 2' }).click()
  await expect(page.getByText('Adopted: 2 new services, 4 providers in 3 namespaces.')).toBeVisible()
  expect(sandbox.dify.writes()).toEqual([])
  await page.getByRole('link', { name: 'Show services' }).click()
  await expect(page.locator('#page').getByText('2 normal')).toBeVisible({ timeout: 30_000 })
  expect(await page.content()).not.toContain(token)
})
