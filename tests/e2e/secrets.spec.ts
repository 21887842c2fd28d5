import { expect, test } from '@playwright/test'
import { openDatabase } from '#db/client.ts'
import { startSandbox } from '#sandbox/index.ts'
import { chooseNamespaces, choosePlatform, enterToken, nextStep, openDialog, tokenCard } from './support/dialog.ts'
import { signIn } from './support/people.ts'
import { connectPlatform } from './support/platforms.ts'
import { runEnds } from './support/runs.ts'
import { startServer } from './support/server.ts'
import { addService } from './support/services.ts'

/** What is entered somewhere, each recognisable wherever it should turn up. */
const CANARY = {
  credential: 'canary-of-the-service-5d21',
  wrongToken: 'canary-of-a-wrong-token-77aa',
  rightToken: 'canary-of-a-right-token-90fe',
  adminKey: 'canary-of-the-admin-key-1b3c',
  password: 'canary of the password 6e0d',
}

/** All rows of all tables, as text. */
async function dump(dataDir: string): Promise<string> {
  const { driver, close } = await openDatabase({ dataDir })
  if (driver.kind !== 'embedded') throw new Error('not the embedded database')
  const tables = await driver.pglite.query<{ name: string }>(
    "select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'",
  )
  const rows = []
  for (const { name } of tables.rows)
    rows.push(name, JSON.stringify((await driver.pglite.query(`select * from ${name}`)).rows))
  await close()
  return rows.join('\n')
}

test('no secret that was entered is found in the database, the log, any answer, or the browser', async ({ page }) => {
  const sandbox = await startSandbox({ release: '1.14.0', adminKey: CANARY.adminKey })
  const server = await startServer({
    env: { ADMIN_EMAIL: 'admin@example.com', ADMIN_PASSWORD: CANARY.password, LOG_LEVEL: 'debug' },
  })
  const answers: string[] = []
  page.on('response', (response) => {
    if (!/image|font|css|event-stream/.test(response.headers()['content-type'] ?? ''))
      response.text().then(
        (text) => answers.push(`${response.url()}\n${JSON.stringify(response.headers())}\n${text}`),
        () => {},
      )
  })
  try {
    const { handbook, ledger } = sandbox.mcp.services
    sandbox.mcp.setCredential('handbook', { header: 'Authorization', value: `Bearer ${CANARY.credential}` })
    sandbox.mcp.setCredential('ledger', { header: 'Authorization', value: `Bearer ${CANARY.rightToken}` })
    await signIn(page, server.url, { email: 'admin@example.com', password: CANARY.password })
    await connectPlatform(page, server.url, 'Dify', sandbox.dify)
    await addService(page, server.url, { name: 'Handbook', url: handbook.url, token: CANARY.credential })
    await addService(page, server.url, { name: 'Ledger', url: ledger.url, token: CANARY.rightToken })
    await expect(page.locator('#page').getByText('2 normal')).toBeVisible()

    const dialog = await openDialog(page, ['Handbook', 'Ledger'])
    await choosePlatform(dialog, 'Dify')
    await chooseNamespaces(dialog, ['Research'])
    await enterToken(dialog, 'Handbook', CANARY.credential)
    await enterToken(dialog, 'Ledger', CANARY.wrongToken)
    await dialog.getByRole('button', { name: 'Verify all' }).click()
    await expect(tokenCard(dialog, 'Handbook')).toContainText('Verified as Dify asks')
    await dialog.getByRole('button', { name: 'go on unverified' }).click()
    await nextStep(dialog)
    await dialog.getByRole('button', { name: 'Confirm Synchronization' }).click()
    await expect(await runEnds(page)).toContainText('1 created. 1 failed')
    await page.goto(`${server.url}/audit`)
    await page.goto(`${server.url}/settings`)
    const storage = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
    )
    await server.stop()

    const places = { database: await dump(server.dataDir), log: server.output(), answers: answers.join('\n'), storage }
    expect(places.answers.length).toBeGreaterThan(10_000)
    expect(places.database).toContain('Handbook')
    for (const [place, text] of Object.entries(places))
      for (const [secret, value] of Object.entries(CANARY))
        expect(text.includes(value), `${secret} in the ${place}`).toBe(false)
  } finally {
    await server.dispose()
    await sandbox.close()
  }
})
