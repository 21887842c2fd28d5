import { beforeEach, expect, it } from 'vitest'
import { auditEvents } from '#db/schema/index.ts'
import { auditChoices, auditCsv, listAudit, recordAudit } from '#lib/audit/index.ts'
import { changeSettings, readSettings } from '#lib/settings/index.ts'
import { describeDatabases } from '#tests/helpers/database.ts'
import { person } from '#tests/helpers/people.ts'

describeDatabases('audit', (database) => {
  let admin: Awaited<ReturnType<typeof person>>
  beforeEach(async () => {
    await database.truncate()
    admin = await person(database.db, 'admin', 'ana')
  })
  const many = (count: number) =>
    database.db.insert(auditEvents).values(
      Array.from({ length: count }, (_, index) => ({
        at: new Date(Date.UTC(2026, 0, 1) + index * 60_000),
        actorKind: 'system' as const,
        actorLabel: 'Schedule',
        action: index % 2 ? 'service.check' : 'service.change',
        targetKind: 'service',
        targetId: String(index),
        targetLabel: `Service ${index}`,
        changes: {},
      })),
    )
  const text = async (filter: Parameters<typeof auditCsv>[1]) => {
    let csv = ''
    for await (const chunk of auditCsv(admin, filter)) csv += String(chunk)
    return csv
  }

  it('is refused to viewers, open to operators', async () => {
    const viewer = await person(database.db, 'viewer')
    await expect(listAudit(viewer)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(auditChoices(viewer)).rejects.toMatchObject({ code: 'forbidden' })
    expect(() => auditCsv(viewer, {})).toThrowError('Your role may not see the audit log.')
    expect(await listAudit(await person(database.db, 'operator'))).toEqual({ rows: [], matching: 0 })
  })

  it('filters by actor, action, target and time, newest first', async () => {
    await many(10)
    await recordAudit(database.db, admin.actor, {
      action: 'service.create',
      targetKind: 'service',
      targetLabel: 'Ledger 100%',
      changes: { url: { to: 'https://ledger.example' } },
    })
    const labels = async (filter: Parameters<typeof listAudit>[1]) =>
      (await listAudit(admin, filter)).rows.map(({ targetLabel }) => targetLabel)
    expect((await labels({}))[0]).toBe('Ledger 100%')
    expect(await labels({ actor: admin.id })).toEqual(['Ledger 100%'])
    expect(await labels({ actor: 'Schedule', action: 'service.check', pageSize: 2 })).toEqual([
      'Service 9',
      'Service 7',
    ])
    expect(await labels({ target: 'LEDGER' })).toEqual(['Ledger 100%'])
    expect(await labels({ target: '0%' })).toEqual(['Ledger 100%'])
    expect(await labels({ target: '7' })).toEqual(['Service 7'])
    expect((await labels({ target: 'service' })).length).toBe(11)
    expect(await labels({ target: 'led\0ger', action: 'service.create\0' })).toEqual(['Ledger 100%'])
    const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute))
    expect(await labels({ from: at(3), to: at(5) })).toEqual(['Service 4', 'Service 3'])
    expect(await auditChoices(admin)).toEqual({
      actors: [
        { key: admin.id, label: 'ana' },
        { key: 'Schedule', label: 'Schedule' },
      ],
      actions: ['service.change', 'service.check', 'service.create'],
    })
  })

  it('pages and exports 10,000 events', async () => {
    for (let round = 0; round < 10; round++) await many(1000)
    const page = await listAudit(admin, { page: 200, pageSize: 50 })
    expect(page.matching).toBe(10_000)
    expect(page.rows).toHaveLength(50)
    expect(page.rows.at(-1)?.id).toBe(1)
    const csv = await text({})
    expect(csv.split('\n').filter(Boolean)).toHaveLength(10_001)
  })

  it('exports what a spreadsheet must not run', async () => {
    for (const targetLabel of [
      '=HYPERLINK("http://evil.example")',
      '+1',
      '-1',
      '@SUM(A1)',
      'a "quoted", name\nand line',
    ])
      await recordAudit(database.db, admin.actor, { action: 'service.create', targetKind: 'service', targetLabel })
    const csv = await text({})
    expect(csv.startsWith('\ufefftime,actor,action,target kind,target,target id,changes\n')).toBe(true)
    expect(csv).toContain(`"'=HYPERLINK(""http://evil.example"")"`)
    for (const escaped of [",'+1,", ",'-1,", ",'@SUM(A1),"]) expect(csv).toContain(escaped)
    expect(csv).toContain('"a ""quoted"", name\nand line"')
  })

  it('settings: defaults, bounds, and who changed them', async () => {
    const defaults = await readSettings(database.db)
    expect(defaults).toMatchObject({ checkIntervalMinutes: 10, namespaceRefreshMinutes: 60 })
    expect(await changeSettings(admin, { checkIntervalMinutes: 5 })).toEqual({ ...defaults, checkIntervalMinutes: 5 })
    await changeSettings(admin, { checkIntervalMinutes: 5 })
    await expect(changeSettings(admin, { checkIntervalMinutes: 0 })).rejects.toMatchObject({
      fields: { checkIntervalMinutes: 'Must be at least 1 min.' },
    })
    await expect(changeSettings(admin, { namespaceRefreshMinutes: 1.5 })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    for (const role of ['operator', 'viewer'] as const)
      await expect(changeSettings(await person(database.db, role), { checkIntervalMinutes: 7 })).rejects.toMatchObject({
        code: 'forbidden',
      })
    expect((await listAudit(admin)).rows).toMatchObject([
      { action: 'settings.update', changes: { checkIntervalMinutes: { from: 10, to: 5 } } },
    ])
  })

  it('settings: one that can be off is switched on and off again', async () => {
    const { rollTokensAfterDays, rollTokensGraceSeconds } = await readSettings(database.db)
    expect({ rollTokensAfterDays, rollTokensGraceSeconds }).toEqual({
      rollTokensAfterDays: null,
      rollTokensGraceSeconds: 3600,
    })
    expect(await changeSettings(admin, { rollTokensAfterDays: 90 })).toMatchObject({ rollTokensAfterDays: 90 })
    expect(await changeSettings(admin, { rollTokensAfterDays: null })).toMatchObject({ rollTokensAfterDays: null })
    await changeSettings(admin, { rollTokensAfterDays: null })
    expect((await listAudit(admin)).rows.map(({ changes }) => changes)).toEqual([
      { rollTokensAfterDays: { from: 90, to: 'off' } },
      { rollTokensAfterDays: { from: 'off', to: 90 } },
    ])
  })
})
