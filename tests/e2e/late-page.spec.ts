import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { type Sandbox, startSandbox } from '#sandbox/index.ts'
import { nextStep, openDialog } from './support/dialog.ts'
import { signIn } from './support/people.ts'
import { connectPlatform } from './support/platforms.ts'
import { startServer, type TestServer } from './support/server.ts'
import { addService } from './support/services.ts'

/** Longer than a step takes, and than the table behind the dialog waits before it is asked for again. */
const LATE_MS = 1800

let server: TestServer
let sandbox: Sandbox
test.beforeAll(async () => {
  ;[server, sandbox] = await Promise.all([startServer({ admin: true }), startSandbox({ release: '1.14.0' })])
})
test.afterAll(() => Promise.all([server.dispose(), sandbox.close()]))

test('pages that come late, several at a time, leave the dialog where it is and never load it anew', async ({
  page,
}) => {
  const { services, wrong } = sandbox.mcp
  await signIn(page, server.url)
  await connectPlatform(page, server.url, 'Test Dify', sandbox.dify)
  await addService(page, server.url, { name: 'Weather', url: services.weather.url })
  await expect(page.locator('#page').getByText('1 normal')).toBeVisible()
  // While its first check waits, the table behind the dialog is read anew again and again.
  await addService(page, server.url, { name: 'Silent', url: wrong.silent ?? '' })
  const withDialog = /\/services\?.*draft=.*_rsc=/
  await page.route(withDialog, async (route) => {
    await sleep(LATE_MS)
    await route.continue()
  })
  const dialog = await openDialog(page, ['Weather'])
  const documents: string[] = []
  page.on('request', (request) => request.isNavigationRequest() && documents.push(request.url()))
  const asked = await page.waitForRequest(withDialog)
  await dialog.getByRole('radio', { name: /Test Dify/ }).click()
  await nextStep(dialog)
  const second = dialog.getByRole('group', { name: 'Step 2 of 4: Namespaces' })
  await expect(second).toBeVisible()
  expect(await asked.response(), 'the late page comes only now').not.toBeNull()
  await sleep(2 * LATE_MS)
  await expect(second).toBeVisible()
  await expect(page).toHaveURL(/#namespaces$/)
  await page.goBack()
  await expect(dialog.getByRole('group', { name: 'Step 1 of 4: Platform' })).toBeVisible()
  await page.goForward()
  await expect(second).toBeVisible()
  await sleep(2 * LATE_MS)
  await expect(second).toBeVisible()
  expect(documents, 'the page was loaded anew').toEqual([])
})
