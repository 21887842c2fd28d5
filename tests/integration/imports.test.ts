// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are what is tested
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditEvents, services } from '#db/schema/index.ts'
import type { Context, Role } from '#lib/core/index.ts'
import { openServiceCredential } from '#lib/credentials/index.ts'
import { applyImport, exportMcpServers, previewImport } from '#lib/imports/index.ts'
import type { Choice, ImportField, ImportPreview } from '#lib/imports/schema.ts'
import { startQueue, stopQueue } from '#lib/queue/index.ts'
import { createService, exportServices, serviceJobs, updateService } from '#lib/services/index.ts'
import { describeDatabases } from '../helpers/database.ts'

const folder = new URL('../fixtures/imports/', import.meta.url)
const CANARY = 'canary-0c55d1e7-never-shown'

/** What somebody enters for a variable. */
function valueFor({ name, inUrl, default: preset }: ImportField): string {
  if (inUrl) return preset ?? 'acme'
  return /basic|authorization/i.test(name) ? btoa(`someone:${CANARY}`) : CANARY
}

describeDatabases('importing', (database) => {
  const as = (role: Role = 'operator'): Context => ({
    actor: { kind: 'user', id: randomUUID(), name: role, email: `${role}@example.com`, role },
    db: database.db,
  })
  beforeAll(() => startQueue(database.connection, serviceJobs, { work: false }))
  afterAll(() => stopQueue())
  beforeEach(() => database.truncate())

  const json = (mcpServers: object) => [{ name: 'Pasted text', text: JSON.stringify({ mcpServers }, null, 1) }]
  const look = (
    texts: { name: string; text: string }[],
    more: { values?: Record<string, string>; choices?: Record<string, Choice> } = {},
  ) => previewImport(as(), { texts, ...more })
  const take = async (
    texts: { name: string; text: string }[],
    more: { values?: Record<string, string>; choices?: Record<string, Choice> } = {},
  ) => {
    const { digest } = await look(texts, more)
    return applyImport(as(), { texts, ...more, digest })
  }
  const verdicts = ({ rows }: ImportPreview) => rows.map(({ verdict }) => verdict)
  const stored = () => database.db.select().from(services)
  const credentialOf = async (identifier: string) => {
    const row = (await stored()).find((each) => each.identifier === identifier)
    return openServiceCredential(row?.credential ?? null)
  }

  it('each format: imported, exported, imported again is unchanged', async () => {
    const created: number[] = []
    const unchanged = async (texts: { name: string; text: string }[], more = {}) => {
      const preview = await look(texts, more)
      expect(preview.texts.flatMap(({ faults }) => faults)).toEqual([])
      expect(preview.fields.filter(({ needed }) => needed)).toEqual([])
      const reached = verdicts(preview).filter((verdict) => verdict !== 'stdio' && verdict !== 'fault')
      expect(new Set(reached), texts[0]?.name).toEqual(new Set(['unchanged']))
      return reached.length
    }
    for (const name of readdirSync(folder)) {
      const texts = [{ name, text: readFileSync(new URL(name, folder), 'utf8') }]
      const { fields } = await look(texts)
      const values = Object.fromEntries(fields.map((field) => [field.name, valueFor(field)]))
      const preview = await look(texts, { values })
      const creates = verdicts(preview).filter((verdict) => verdict === 'create').length
      expect(creates, name).toBeGreaterThan(0)
      expect(
        verdicts(preview).filter((verdict) => !['create', 'stdio', 'fault'].includes(verdict)),
        name,
      ).toEqual([])
      const outcome = await applyImport(as(), { texts, values, digest: preview.digest })
      expect(outcome).toMatchObject({ created: creates, updated: 0 })
      expect(JSON.stringify([preview, outcome])).not.toContain(CANARY)
      // The placeholders once more, and then with the values: the same secrets, seen by opening them.
      expect(await unchanged(texts)).toBe(creates)
      expect(await unchanged(texts, { values })).toBe(creates)
      created.push(creates)
    }
    const all = created.reduce((sum, number) => sum + number, 0)
    expect([created.length, all]).toEqual([16, (await stored()).length])
    const [text, csv] = [await exportMcpServers(as()), await exportServices(as(), {})]
    expect(text + csv + JSON.stringify(await database.db.select().from(auditEvents))).not.toContain(CANARY)
    expect(await unchanged([{ name: 'mcp-servers.json', text }])).toBe(all)
    expect(await unchanged([{ name: 'services.csv', text: csv }])).toBe(all)
  }, 30_000)

  it('asks for what is open, and writes nothing before it is there', async () => {
    const texts = json({
      crm: { url: 'https://crm.example.com/mcp', headers: { Authorization: 'Bearer ${CRM_TOKEN}' } },
    })
    const preview = await look(texts)
    expect(preview.fields).toMatchObject([{ name: 'CRM_TOKEN', secret: true, needed: true, for: ['crm'] }])
    await expect(applyImport(as(), { texts, digest: preview.digest })).rejects.toMatchObject({
      code: 'invalid_input',
      fields: { 'values.CRM_TOKEN': 'Enter CRM_TOKEN.' },
    })
    expect(await stored()).toEqual([])
    await take(texts, { values: { CRM_TOKEN: CANARY } })
    expect(await credentialOf('crm')).toEqual({ kind: 'bearer', token: CANARY })
    expect((await database.db.select().from(auditEvents)).map(({ action }) => action).sort()).toEqual([
      'service.create',
      'services.import',
    ])
  })

  it('says what it changes, and changes only that', async () => {
    await take(json({ crm: { url: 'https://crm.example.com/mcp', headers: { 'X-Key': CANARY } } }))
    const texts = json({
      crm: { type: 'sse', url: 'https://crm.example.com/mcp', headers: { 'X-Key': 'another-key' } },
    })
    const preview = await look(texts)
    expect(preview.rows).toMatchObject([
      {
        verdict: 'update',
        changes: [
          { field: 'transport', from: 'auto', to: 'sse' },
          { field: 'credential', from: 'set', to: 'replaced' },
        ],
      },
    ])
    expect(JSON.stringify(preview)).not.toContain('another-key')
    expect(await take(texts)).toMatchObject({ created: 0, updated: 1 })
    expect(await credentialOf('crm')).toEqual({ kind: 'apiKey', header: 'X-Key', value: 'another-key' })
    // A text without a credential takes none away.
    expect(verdicts(await look(json({ crm: { url: 'https://crm.example.com/mcp' } })))).toEqual(['unchanged'])
  })

  it('a taken identifier needs a choice; a credential does not move to another server', async () => {
    await take(json({ crm: { url: 'https://crm.example.com/mcp', headers: { 'X-Key': CANARY } } }))
    const texts = json({ crm: { url: 'https://other.example.org/mcp' } })
    expect((await look(texts)).rows).toMatchObject([
      { verdict: 'conflict', choices: ['rename', 'update', 'skip'], renamed: 'crm_2', line: 3 },
    ])
    expect(await take(texts)).toMatchObject({ created: 0, updated: 0, left: 1 })
    expect((await look(texts, { choices: { '0.0': 'skip' } })).rows).toMatchObject([{ verdict: 'skip' }])
    await take(texts, { choices: { '0.0': 'rename' } })
    expect((await stored()).map(({ identifier }) => identifier).sort()).toEqual(['crm', 'crm_2'])
    const moved = json({ crm: { url: 'https://third.example.org/mcp' } })
    expect((await look(moved, { choices: { '0.0': 'update' } })).rows[0]?.changes).toEqual([
      { field: 'URL', from: 'https://crm.example.com/mcp', to: 'https://third.example.org/mcp' },
      { field: 'credential', from: 'set', to: 'removed: it was given for another server' },
    ])
    await take(moved, { choices: { '0.0': 'update' } })
    expect(await credentialOf('crm')).toEqual({ kind: 'none' })
  })

  it('finds what stands there twice, and what becomes the same identifier', async () => {
    const { rows } = await look([
      ...json({
        'Sales Figures': { url: 'https://a.example.com/mcp' },
        'sales figures': { url: 'https://b.example.com/mcp' },
      }),
      {
        name: 'second.json',
        text: '{"mcpServers": {"sales-figures": {"url": "https://a.example.com/mcp"}, "Sales_Figures": {"url": "https://a.example.com/mcp"}}}',
      },
    ])
    expect(rows.map(({ identifier, verdict, reason }) => [identifier, verdict, reason])).toEqual([
      ['sales_figures', 'create', null],
      [
        'sales_figures',
        'conflict',
        'Its identifier «sales_figures» is that of line 3 of Pasted text already, with another URL.',
      ],
      ['sales-figures', 'create', null],
      ['sales_figures', 'skip', 'The same server stands in line 3 of Pasted text.'],
    ])
  })

  it('says what cannot be taken, and shortens names of 200 characters', async () => {
    const { rows } = await look(
      json({
        ftp: { url: 'ftp://files.example.com' },
        header: { url: 'https://a.example.com', headers: { 'X-Key': 'zwölf ☃' } },
        user: { url: `https://someone:${CANARY}@b.example.com/mcp` },
        ['n'.repeat(200)]: { url: 'https://c.example.com/mcp' },
        服务: { url: 'https://d.example.com/mcp' },
      }),
    )
    expect(rows.map(({ verdict }) => verdict)).toEqual(['fault', 'fault', 'create', 'create', 'create'])
    expect(rows[0]?.reason).toMatch(/^URL: Begins with ftp:/)
    expect(rows[1]?.reason).toBe('Header X-Key: it holds characters that a header cannot carry.')
    expect(rows[2]).toMatchObject({ url: 'https://b.example.com/mcp', credential: 'Basic, from the text' })
    expect(rows[3]).toMatchObject({
      identifier: 'n'.repeat(24),
      notes: ['The name has 200 characters; it is shortened to 40.'],
    })
    expect(rows[4]).toMatchObject({ name: '服务', identifier: 'd_example_com' })
    expect(JSON.stringify(rows)).not.toContain(CANARY)
  })

  describe('is refused', () => {
    it('when something has changed since the preview', async () => {
      const texts = json({ crm: { url: 'https://crm.example.com/mcp' } })
      const { digest } = await look(texts)
      await take(texts)
      await expect(applyImport(as(), { texts, digest })).rejects.toMatchObject({ code: 'import_changed', status: 409 })
    })
    it('to a viewer, and when it is too big', async () => {
      await expect(previewImport(as('viewer'), { texts: json({}) })).rejects.toMatchObject({ code: 'forbidden' })
      await expect(look([{ name: 'big.json', text: 'x'.repeat(6 * 1024 * 1024) }])).rejects.toMatchObject({
        code: 'too_big',
        status: 413,
      })
    })
  })

  it('takes nothing when one fails', async () => {
    const texts = json({ a: { url: 'https://a.example.com/mcp' }, b: { url: 'https://b.example.com/mcp' } })
    const { digest } = await look(texts)
    const failing: Context = {
      ...as(),
      db: new Proxy(database.db, {
        get: (target, key) =>
          key === 'transaction'
            ? (work: (tx: unknown) => unknown) =>
                target.transaction(async (tx) => {
                  await work(tx)
                  throw new Error('the connection broke')
                })
            : Reflect.get(target, key),
      }),
    }
    await expect(applyImport(failing, { texts, digest })).rejects.toThrow('the connection broke')
    expect([await stored(), await database.db.select().from(auditEvents)]).toEqual([[], []])
  })

  it('exports every kind of credential without its secret, and recognises it again', async () => {
    const base = {
      iconEmoji: '🧾',
      iconColor: '#dbeafe',
      description: '=1+1',
      transport: 'auto' as const,
      timeoutSeconds: 30,
      sseReadTimeoutSeconds: 300,
    }
    const kinds = [
      { kind: 'none' as const },
      { kind: 'bearer' as const, token: CANARY },
      { kind: 'apiKey' as const, header: 'X-Key', value: CANARY },
      { kind: 'basic' as const, username: 'someone', password: CANARY },
      {
        kind: 'headers' as const,
        headers: [
          { name: 'X-One', value: CANARY },
          { name: 'X-Two', value: CANARY },
        ],
      },
      {
        kind: 'oauthClient' as const,
        tokenUrl: 'https://id.example.com/token',
        clientId: 'ferry',
        clientSecret: CANARY,
        scope: '',
        resource: '',
        sendResource: true,
        secretIn: 'basic' as const,
      },
    ]
    for (const credential of kinds)
      await createService(as(), {
        ...base,
        credential,
        name: `Service ${credential.kind}`,
        identifier: credential.kind.toLowerCase(),
        url: `https://${credential.kind}.example.com/mcp`,
      })
    const [text, csv] = [await exportMcpServers(as('viewer')), await exportServices(as(), {})]
    expect(text + csv).not.toContain(CANARY)
    expect(JSON.parse(text).mcpServers.bearer).toMatchObject({
      type: 'http',
      headers: { Authorization: 'Bearer ${BEARER_TOKEN}' },
    })
    expect(verdicts(await look([{ name: 'a.json', text }]))).toEqual(Array(6).fill('unchanged'))
    expect(verdicts(await look([{ name: 'a.csv', text: csv }]))).toEqual(Array(6).fill('unchanged'))
    const [first] = await stored()
    if (first !== undefined)
      await updateService(as(), {
        ...base,
        id: first.id,
        name: 'Renamed',
        identifier: first.identifier,
        url: first.url,
      })
    expect((await look([{ name: 'a.json', text }])).rows.flatMap(({ changes }) => changes)).toEqual([
      { field: 'name', from: 'Renamed', to: 'Service none' },
    ])
  })
})
