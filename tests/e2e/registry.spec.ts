import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { type McpServers, startMcpServers } from '#sandbox/mcp/index.ts'
import { type FakeRegistry, published, startRegistry } from '../helpers/registry.ts'
import { signIn } from './support/people.ts'
import { startServer, type TestServer } from './support/server.ts'
import { serviceRow } from './support/services.ts'

let registry: FakeRegistry
let mcp: McpServers
let server: TestServer
let page: Page
test.beforeAll(async ({ browser }) => {
  ;[registry, mcp] = await Promise.all([startRegistry(), startMcpServers()])
  server = await startServer({ admin: true, env: { REGISTRY_URL: registry.url } })
  page = await (await browser.newContext()).newPage()
  await signIn(page, server.url)
})
test.afterAll(async () => {
  await page.context().close()
  await Promise.all([server.dispose(), registry.close(), mcp.close()])
})

function handbook(meta: object = {}) {
  return published(
    {
      ...{ name: 'com.example/handbook', title: 'Company handbook', description: 'Rules and holidays' },
      remotes: [
        {
          type: 'streamable-http',
          url: mcp.services.handbook.url.replace('handbook', '{path}'),
          variables: { path: { description: 'Which one' } },
          headers: [{ name: 'Authorization', value: 'Bearer {token}', isRequired: true, isSecret: true }],
        },
      ],
    },
    meta,
  )
}

async function sound(): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

test('a server of the registry becomes a normal service, and warns when it is deprecated', async () => {
  registry.published = [handbook(), published({ name: 'com.example/files', packages: [{ registryType: 'npm' }] })]
  await page.goto(`${server.url}/services/import/registry`)
  // Opening the page is what has it read.
  const row = page.getByRole('row', { name: /Company handbook/ })
  await expect(row).toBeVisible()
  await sound()
  await page.getByRole('link', { name: /With those to host/ }).click()
  await expect(page.getByRole('row', { name: /files/ })).toContainText('needs hosting: npm')
  await page.getByRole('textbox', { name: 'Search name or description' }).fill('holidays')
  await expect(page.getByRole('row', { name: /files/ })).toBeHidden()
  await expect(page).toHaveURL(/q=holidays/)

  await row.getByRole('link', { name: 'Take Company handbook' }).click()
  const dialog = page.getByRole('dialog', { name: 'Company handbook' })
  await dialog.getByRole('button', { name: 'Add service' }).click()
  const [path, token] = [dialog.getByLabel('path'), dialog.getByLabel('token', { exact: true })]
  await expect(path).toHaveAccessibleDescription(/Enter path/)
  await expect(path).toBeFocused()
  await sound()
  await path.fill('handbook')
  await token.fill('handbook-token-4f7a91c2')
  await dialog.getByRole('button', { name: 'Add service' }).click()
  await expect(dialog).toBeHidden()
  await row.getByRole('link', { name: 'taken' }).click()
  await expect(page.getByText('com.example/handbook 1.0.0')).toBeVisible()
  await page.goto(`${server.url}/services`)
  await expect(serviceRow(page, 'Company handbook')).toContainText('normal')

  registry.published = [
    handbook({ status: 'deprecated', statusMessage: 'Ends in May', updatedAt: new Date().toISOString() }),
  ]
  await page.goto(`${server.url}/services/import/registry`)
  await page.getByRole('button', { name: 'Read the registry again' }).click()
  await expect(row).toContainText('deprecated')
  await expect(async () => {
    await page.goto(`${server.url}/services`)
    await expect(serviceRow(page, 'Company handbook')).toContainText('deprecated', { timeout: 500 })
  }).toPass()
  await page.getByRole('link', { name: 'Company handbook', exact: true }).click()
  await expect(page.getByText('com.example/handbook 1.0.0 is deprecated in its registry.')).toBeVisible()
  await expect(page.getByText('Ends in May')).toBeVisible()
  await page.goto(server.url)
  await expect(page.getByText('Company handbook is deprecated in the registry that it came from')).toBeVisible()
})
