// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of the texts
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { type McpServers, startMcpServers } from '#sandbox/index.ts'
import { signIn } from './support/people.ts'
import { picture } from './support/pictures.ts'
import { startServer, type TestServer } from './support/server.ts'

const KEYS = ['weather', 'handbook', 'ledger', 'clock', 'atlas'] as const
/** Codex speaks Streamable HTTP alone: its file names no service over SSE. */
const CODEX_KEYS = ['weather', 'handbook', 'ledger', 'price-list', 'atlas'] as const
const CODEX = 2
const MOST_MS = 120_000
let server: TestServer
let places: McpServers[]
test.beforeAll(async () => {
  ;[server, places] = await Promise.all([
    startServer({ admin: true }),
    Promise.all(Array.from({ length: 4 }, () => startMcpServers())),
  ])
})
test.afterAll(() => Promise.all([server.dispose(), ...places.map((place) => place.close())]))

/** The services of one place as a client writes them; the Bearer token as a variable. */
function servers(place: number): [string, { url: string; headers?: Record<string, string> }][] {
  return (place === CODEX ? CODEX_KEYS : KEYS).map((key) => {
    const { url, credential } = (places[place] as McpServers).services[key]
    const value = key === 'handbook' ? 'Bearer ${HANDBOOK_TOKEN}' : credential?.value
    return [`${key}-${place}`, { url, ...(credential && value && { headers: { [credential.header]: value } }) }]
  })
}

test('twenty services of three clients and a table, from paste to normal in under two minutes', async ({ page }) => {
  await signIn(page, server.url)
  await page.goto(`${server.url}/services`)
  await page.getByRole('link', { name: 'Import', exact: true }).click()
  const began = Date.now()
  const pasted = {
    mcpServers: { ...Object.fromEntries(servers(0)), files: { command: 'npx', args: ['example-files'] } },
  }
  await page.getByLabel('Paste here, or drop files on this card').fill(JSON.stringify(pasted, null, 2))
  const yaml = servers(1).map(([name, { url, headers }]) =>
    [
      `  - name: ${name}`,
      `    url: ${url}`,
      ...(headers ? ['    requestOptions:', `      headers: ${JSON.stringify(headers)}`] : []),
    ].join('\n'),
  )
  const toml = servers(CODEX).map(([name, { url, headers }]) =>
    [
      `[mcp_servers.${name}]`,
      `url = "${url}"`,
      ...(headers
        ? [`http_headers = { ${Object.entries(headers).map(([key, value]) => `"${key}" = "${value}"`)} }`]
        : []),
    ].join('\n'),
  )
  const csv = servers(3).map(
    ([name, { url, headers = {} }]) => `${name},${url},${Object.entries(headers)[0]?.join(',') ?? ','}`,
  )
  await page.getByLabel('Files to import').setInputFiles([
    { name: 'config.yaml', mimeType: 'text/yaml', buffer: Buffer.from(`mcpServers:\n${yaml.join('\n')}`) },
    {
      name: 'config.toml',
      mimeType: 'text/plain',
      buffer: Buffer.from(
        toml
          .join('\n')
          .replaceAll('"Authorization" = "Bearer ${HANDBOOK_TOKEN}"', '"Authorization" = "Bearer $HANDBOOK_TOKEN"'),
      ),
    },
    { name: 'services.csv', mimeType: 'text/csv', buffer: Buffer.from(`name,url,header,value\n${csv.join('\n')}`) },
    {
      name: 'broken.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{ "mcpServers": {\n  "a": { "url": "https://a.example.com" }\n  "b": {} } }'),
    },
    { name: 'huge.json', mimeType: 'application/json', buffer: Buffer.alloc(6 * 1024 * 1024, 32) },
  ])
  await expect(page.getByText('huge.json has 6.0 MB; at most 5 MB are read. Split it.')).toBeVisible()
  const recognised = page.getByRole('list', { name: 'Recognised' })
  for (const text of ['Claude · 6 servers', 'Continue · 5 servers', 'Codex · 5 servers', 'CSV · 5 servers'])
    await expect(recognised).toContainText(text)
  await expect(recognised).toContainText('Line 3: The JSON is broken: a comma is missing before this.')
  const button = page.getByRole('button', { name: 'Import 20' })
  await expect(button).toBeDisabled()
  await expect(page.locator('[data-import=files]')).toContainText('needs hosting')
  const token = places[0]?.services.handbook.credential?.value.replace(/^Bearer /, '') ?? ''
  await page
    .getByRole('textbox', { name: /HANDBOOK_TOKEN/ })
    .or(page.getByLabel('HANDBOOK_TOKEN', { exact: true }))
    .first()
    .fill(token)
  await expect(button).toBeEnabled()
  await picture(page, 'importing')
  const findings = await new AxeBuilder({ page }).analyze()
  expect(findings.violations.map(({ id, nodes }) => [id, nodes.length])).toEqual([])
  if (process.env.PICTURES)
    for (const [name, width, scheme] of [
      ['importing-390', 390, 'light'],
      ['importing-390-dark', 390, 'dark'],
      ['importing-dark', 1440, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme: scheme })
      await picture(page, name)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    }
  await page.setViewportSize({ width: 1440, height: 900 })
  await button.click()
  await expect(page.getByText('20 services created.')).toBeVisible()
  expect(await page.content()).not.toContain(token)
  await page.getByRole('link', { name: 'See them' }).click()
  await expect(page.locator('#page').getByText('20 normal')).toBeVisible({ timeout: MOST_MS })
  const took = Date.now() - began
  console.log(`twenty services from paste to normal: ${(took / 1000).toFixed(1)} s`)
  expect(took).toBeLessThan(MOST_MS)

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download all as mcpServers JSON' }).click()
  const file = await (await download).path()
  await page.goto(`${server.url}/services/import`)
  await page.getByLabel('Files to import').setInputFiles(file)
  await expect(page.getByText('20 unchanged', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toBeDisabled()
})
