import { expect, type Page, test } from '@playwright/test'
import { makeKeys } from '#lib/core/index.ts'
import { type Dify, type Sandbox, type SandboxOptions, startSandbox } from '#sandbox/index.ts'
import { createDatabase, postgresAnswers } from '../helpers/postgres.ts'
import { choosePlatform, nextStep, openDialog } from './support/dialog.ts'
import { signIn } from './support/people.ts'
import { connectPlatform } from './support/platforms.ts'
import { runEnds } from './support/runs.ts'
import { startServer, type TestServer } from './support/server.ts'
import { addServices } from './support/services.ts'

const KILLS = process.env.THOROUGH ? 5 : 2
const SERVICES = Array.from({ length: 10 }, (_, at) => `Station ${String(at + 1).padStart(2, '0')}`)
const NAMESPACES = Array.from({ length: 2 * KILLS }, (_, at) => `Space ${at + 1}`)
const ITEMS = SERVICES.length * NAMESPACES.length
/** So many more providers between two kills. */
const APART = 10
/** Slow enough that a kill meets requests in flight, and that each of them finds something left to do. */
const CREATE_MS = 1000
/** While the page is on its way back: however slow this machine is, the run must not end before the next kill. */
const CREATE_MEANWHILE_MS = 5000
const PROVIDER = '/console/api/workspaces/current/tool-provider/mcp'

const SEED: NonNullable<SandboxOptions['seed']> = {
  accounts: [{ name: 'admin', email: 'admin@example.com', password: 'Passw0rd123' }],
  workspaces: NAMESPACES.map((name) => ({ name, owner: 'admin@example.com' })),
}

for (const database of ['embedded', 'PostgreSQL'] as const)
  test(`kill -9, ${KILLS} times in the middle of a run of ${ITEMS} items (${database}): the page comes back, nothing is lost or done twice`, async ({
    page,
  }) => {
    test.skip(
      database === 'PostgreSQL' && !(await postgresAnswers()),
      'PostgreSQL: none answers; set TEST_DATABASE_URL',
    )
    test.setTimeout(300_000)
    const postgres = database === 'PostgreSQL' ? await createDatabase() : undefined
    const sandbox = await startSandbox({ release: '1.14.0', seed: SEED })
    const server = await startServer({
      admin: true,
      ...(postgres && { env: { ...makeKeys(), DATABASE_URL: postgres.url } }),
    })
    const creating = slowCreations(sandbox.dify)
    try {
      await confirmRun(page, server, sandbox)
      let documents = 0
      page.on('domcontentloaded', () => {
        documents += 1
      })

      for (let kill = 1; kill <= KILLS; kill += 1) {
        await expect
          .poll(() => (creating.justBegun() ? providers(sandbox.dify).length : 0), { timeout: 60_000, intervals: [50] })
          .toBeGreaterThanOrEqual(kill * APART)
        await server.kill()
        creating.slower(true)
        expect(providers(sandbox.dify).length, 'a kill comes before the end').toBeLessThan(ITEMS)
        await expect(page.getByText(/^Reconnecting\./)).toBeVisible({ timeout: 20_000 })
        const shown = await shownDone(page)
        await server.restart()
        const restarted = performance.now()
        await expect.poll(() => shownDone(page), { timeout: 60_000, intervals: [100] }).toBeGreaterThan(shown)
        await expect(page.getByText(/^Reconnecting\./)).toBeHidden()
        creating.slower(false)
        const seconds = ((performance.now() - restarted) / 1000).toFixed(1)
        test.info().annotations.push({ type: `kill ${kill}`, description: `the page goes on after ${seconds} s` })
      }
      await expect(await runEnds(page, 90_000)).toHaveText(new RegExp(`^${ITEMS} created\\.`))
      await expect(page.getByText(`${ITEMS} of ${ITEMS}`).first()).toBeVisible()
      expect(documents, 'the page was never loaded anew').toBe(0)

      for (const namespace of NAMESPACES) {
        const there = sandbox.dify.providers(namespace)
        expect(there.map(({ name }) => name).toSorted()).toEqual(SERVICES)
        expect(there.filter(({ authorised, tools }) => !authorised || tools.length !== 3)).toEqual([])
      }
      expect(creations(sandbox.dify).map(({ status }) => status)).toEqual(Array(ITEMS).fill(200))
      // What else was written looked after creations whose end nobody heard: at least one for each kill.
      const others = sandbox.dify.writes().filter((entry) => !creations(sandbox.dify).includes(entry))
      // A creation whose end nobody heard is connected anew, or brought to what is desired; nothing is created twice or removed.
      const lookingAfter = ({ method, path }: (typeof others)[number]) =>
        path.startsWith(`${PROVIDER}/update/`) || path === `${PROVIDER}/auth` || (path === PROVIDER && method === 'PUT')
      expect(others.filter((entry) => !lookingAfter(entry))).toEqual([])
      expect(others.length).toBeGreaterThanOrEqual(KILLS)
      const items = await itemsOf(page, server)
      const pairs = items.map(([service, , namespace]) => `${service} in ${namespace}`)
      expect(pairs.toSorted()).toEqual(
        NAMESPACES.flatMap((namespace) => SERVICES.map((service) => `${service} in ${namespace}`)).toSorted(),
      )
      expect(items.filter(([, , , , verdict]) => verdict !== 'created')).toEqual([])
    } finally {
      await server.dispose()
      await sandbox.close()
      await postgres?.drop()
    }
  })

/** Goes through the dialog with every service and every namespace, until the page of the run is there. */
async function confirmRun(page: Page, server: TestServer, { dify, mcp }: Sandbox): Promise<void> {
  await signIn(page, server.url)
  await connectPlatform(page, server.url, 'Test Dify', dify)
  const services = SERVICES.map((name, at) => ({ name, url: `${mcp.url}/json/mcp?station=${at + 1}` }))
  await addServices(page, server.url, services, SERVICES.length)
  const dialog = await openDialog(page, SERVICES)
  await choosePlatform(dialog, 'Test Dify')
  await dialog.getByRole('button', { name: `Select all ${NAMESPACES.length} available` }).click()
  await nextStep(dialog)
  await nextStep(dialog)
  const confirm = dialog.getByRole('button', { name: 'Confirm Synchronization' })
  await expect(confirm).toBeEnabled({ timeout: 60_000 })
  await confirm.click()
  await expect(page).toHaveURL(/\/syncs\/[0-9a-f-]{36}/)
  await expect(page.getByRole('progressbar')).toBeVisible()
}

/** Makes creating slow, and tells whether a creation has begun just now, so that who is killed then never hears its end. */
function slowCreations(dify: Dify): { justBegun(): boolean; slower(on: boolean): void } {
  let begun = Number.NEGATIVE_INFINITY
  let ms = CREATE_MS
  dify.slowDown(({ method, path }) => {
    if (method !== 'POST' || path !== PROVIDER) return 0
    if (ms === CREATE_MS) begun = performance.now()
    return ms
  })
  return {
    justBegun: () => performance.now() - begun < CREATE_MS / 2,
    slower: (on) => {
      ms = on ? CREATE_MEANWHILE_MS : CREATE_MS
    },
  }
}

/** The answered requests that create a provider. */
const creations = (dify: Dify) => dify.log.filter(({ method, path }) => method === 'POST' && path === PROVIDER)
const providers = (dify: Dify) => NAMESPACES.flatMap((namespace) => [...dify.providers(namespace)])
/** How many items the page says are done; those that are being worked are no part of it. */
async function shownDone(page: Page): Promise<number> {
  const said = await page
    .getByText(new RegExp(`^\\d+ of ${ITEMS}$`))
    .first()
    .textContent()
  return Number.parseInt(said ?? '', 10)
}

/** The lines of the run's export, by column: service, identifier, namespace, action, verdict, and more. */
async function itemsOf(page: Page, server: TestServer): Promise<string[][]> {
  const runId = page.url().split('/').at(-1)
  const csv = await (await page.request.get(`${server.url}/api/runs/${runId}/items.csv`)).text()
  const [, ...lines] = csv.trim().split(/\r?\n/)
  return lines.map((line) => line.split(','))
}
