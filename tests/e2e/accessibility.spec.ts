import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'
import {
  chooseNamespaces,
  choosePlatform,
  enterCheckedToken,
  nextStep,
  openDialog,
  tokenCard,
} from './support/dialog.ts'
import { loadDemo, signIn } from './support/people.ts'
import { runEnds } from './support/runs.ts'
import { startServer, type TestServer } from './support/server.ts'

/** Every screen by the name that a failure shows; `radio` names a choice that stands there once it is complete. */
type Screens = readonly (readonly [name: string, path: string, radio?: string])[]

/** Both sizes and both themes, crosswise; `THOROUGH=1` looks at the other two as well. */
const LOOKS = [
  { name: 'wide, light', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { name: 'phone, dark', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  ...(process.env.THOROUGH
    ? ([
        { name: 'wide, dark', colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
        { name: 'phone, light', colorScheme: 'light', viewport: { width: 390, height: 844 } },
      ] as const)
    : []),
] as const

let server: TestServer
/** Nobody has set it up. */
let fresh: TestServer
let signedIn: Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>
let screens: Screens

/** A crossing, so that every screen has something to show; its draft of another synchronization stays open. */
async function prepare(browser: Browser): Promise<void> {
  const page = await browser.newPage()
  await signIn(page, server.url)
  await loadDemo(page, server.url)
  const dialog = await openDialog(page, ['Weather', 'Price list'])
  await choosePlatform(dialog, 'Demo Dify')
  await chooseNamespaces(dialog, ['Research', 'Support'])
  await expect(tokenCard(dialog, 'Weather')).toBeVisible()
  await nextStep(dialog)
  await dialog.getByRole('button', { name: 'Confirm Synchronization' }).click()
  await runEnds(page)
  const run = new URL(page.url()).pathname
  await page.goto(`${server.url}/services`)
  await page.getByRole('link', { name: 'Price list', exact: true }).click()
  await expect(page).toHaveURL(/\/services\/[0-9a-f-]{36}/)
  const service = new URL(page.url()).pathname
  await page.goto(`${server.url}/services`)
  await page.getByRole('button', { name: 'Clear' }).click()
  const next = await openDialog(page, ['Weather', 'Handbook'])
  await choosePlatform(next, 'Demo Dify')
  await chooseNamespaces(next, ['Research', 'Ops'])
  await enterCheckedToken(next, 'Handbook')
  await nextStep(next)
  await expect(next.getByRole('button', { name: 'Confirm Synchronization' })).toBeEnabled()
  const draft = new URL(page.url()).searchParams.get('draft')
  const dialogSteps = ['platform', 'namespaces', 'authentication'] as const
  screens = [
    ['overview', '/'],
    ['services', '/services'],
    ['adding a service', '/services?form=new'],
    ['a service', service],
    ...dialogSteps.map((step) => [`dialog, ${step}`, `/services?draft=${draft}#${step}`] as const),
    ['dialog, review', `/services?draft=${draft}#review`, 'By namespace'],
    ['importing', '/services/import'],
    ['importing from Dify', '/services/import/dify'],
    ['platforms', '/platforms'],
    ['connecting a platform', '/platforms?connect=1'],
    ['synchronizations', '/syncs'],
    ['a run', run],
    ['its confirmed plan', `${run}/plan`],
    ['users', '/users'],
    ['audit', '/audit'],
    ['settings', '/settings'],
  ]
  signedIn = await page.context().storageState()
  await page.close()
}

// One test looks at every screen: that takes longer than others do.
const LONG = 300_000
test.describe.configure({ timeout: LONG })
test.beforeAll(async ({ browser }) => {
  test.setTimeout(LONG)
  ;[server, fresh] = await Promise.all([startServer({ admin: true }), startServer()])
  await prepare(browser)
})
test.afterAll(() => Promise.all([server.dispose(), fresh.dispose()]))

for (const { name: look, ...options } of LOOKS)
  test(`every screen is free of axe findings and of sideways scrolling: ${look}`, async ({ browser }) => {
    const context = await browser.newContext({ ...options, storageState: signedIn, reducedMotion: 'reduce' })
    const page = await context.newPage()
    const findings: string[] = []
    const examine = async (name: string, path: string, radio?: string, { url } = server) => {
      await page.goto(`${url}${path}`)
      await expect(page.getByRole('heading').first()).toBeVisible()
      if (/[?&](draft|form|connect)=/.test(path)) await expect(page.getByRole('dialog')).toBeVisible()
      if (radio !== undefined) await expect(page.getByRole('radio', { name: radio })).toBeVisible()
      const { violations } = await new AxeBuilder({ page }).analyze()
      for (const { id, nodes } of violations) findings.push(`${name}: ${id} at ${nodes[0]?.target.join(' ')}`)
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      if (beyond > 0) findings.push(`${name}: ${beyond} px wider than the window`)
    }
    for (const [name, path, radio] of screens) await examine(name, path, radio)
    await context.clearCookies()
    await examine('sign in', '/login')
    await examine('set-up', '/setup', undefined, fresh)
    await context.close()
    expect(findings).toEqual([])
  })
