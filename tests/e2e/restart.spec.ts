import { expect, test } from '@playwright/test'
import { startSandbox } from '#sandbox/index.ts'
import { chooseNamespaces, choosePlatform } from './support/dialog.ts'
import { signIn } from './support/people.ts'
import { connectPlatform } from './support/platforms.ts'
import { runEnds } from './support/runs.ts'
import { startServer } from './support/server.ts'
import { addServices } from './support/services.ts'

const SERVICES = 34
const NAMESPACES = ['Research', 'Support', 'Ops']
const ITEMS = SERVICES * NAMESPACES.length

test('kill -9 in the middle of a run: the page finds the server again, the run ends, and nothing is done twice', async ({
  page,
}) => {
  test.setTimeout(180_000)
  const sandbox = await startSandbox({ release: '1.14.0' })
  const server = await startServer({ admin: true })
  try {
    const many = Array.from({ length: SERVICES }, (_, at) => ({
      name: `Station ${String(at + 1).padStart(2, '0')}`,
      url: `${sandbox.mcp.url}/json/mcp?station=${at + 1}`,
    }))
    await signIn(page, server.url)
    await connectPlatform(page, server.url, 'Test Dify', sandbox.dify)
    await addServices(page, server.url, many, SERVICES)
    await page.getByRole('checkbox', { name: /Station 01/ }).click()
    await page.getByRole('button', { name: `Select all ${SERVICES} that are normal` }).click()
    await page.getByRole('button', { name: /Intelligent Platform Synchronization/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Intelligent Platform Synchronization' })
    await choosePlatform(dialog, 'Test Dify')
    await chooseNamespaces(dialog, NAMESPACES)
    await dialog.getByRole('button', { name: 'Next' }).click({ timeout: 60_000 })
    const confirm = dialog.getByRole('button', { name: 'Confirm Synchronization' })
    await expect(confirm).toBeEnabled({ timeout: 60_000 })

    // Slow enough that a kill meets items in flight.
    sandbox.dify.slowDown(({ method }) => (method === 'GET' ? 0 : 400))
    await confirm.click()
    await expect(page).toHaveURL(/\/syncs\/[0-9a-f-]{36}/)
    const providers = () => NAMESPACES.flatMap((namespace) => [...sandbox.dify.providers(namespace)])
    const bar = page.getByRole('progressbar')
    for (const share of [0.2, 0.5]) {
      await expect.poll(() => providers().length, { timeout: 60_000 }).toBeGreaterThan(ITEMS * share)
      await server.kill()
      expect(providers().length).toBeLessThan(ITEMS)
      await expect(page.getByText(/^Reconnecting\./)).toBeVisible({ timeout: 20_000 })
      const before = providers().length
      await server.restart()
      const restarted = performance.now()
      await expect.poll(() => providers().length, { timeout: 20_000 }).toBeGreaterThan(before)
      test
        .info()
        .annotations.push({ type: 'goes on after', description: `${Math.round(performance.now() - restarted)} ms` })
      await expect(page.getByText(/^Reconnecting\./)).toBeHidden({ timeout: 30_000 })
      await expect(bar).toBeVisible()
    }
    await expect(await runEnds(page, 90_000)).toHaveText(new RegExp(`^${ITEMS} (created|unchanged)\\.|created`))
    await expect(page.getByText(new RegExp(`${ITEMS} of ${ITEMS}`)).first()).toBeVisible()

    for (const namespace of NAMESPACES) {
      const identifiers = sandbox.dify.providers(namespace).map(({ identifier }) => identifier)
      expect(identifiers).toHaveLength(SERVICES)
      expect(new Set(identifiers).size).toBe(SERVICES)
      expect(sandbox.dify.providers(namespace).every(({ authorised, tools }) => authorised && tools.length === 3)).toBe(
        true,
      )
    }
    const csv = await (
      await page.request.get(`${server.url}/api/runs/${page.url().split('/').at(-1)}/items.csv`)
    ).text()
    const lines = csv.trim().split(/\r?\n/).slice(1)
    expect(lines).toHaveLength(ITEMS)
    expect(lines.every((line) => /created|unchanged/.test(line))).toBe(true)
  } finally {
    await server.dispose()
    await sandbox.close()
  }
})
