import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Context } from '#lib/core/index.ts'
import { connectorFor } from '#lib/platforms/index.ts'
import { updateService } from '#lib/services/index.ts'
import {
  cancelRun,
  confirmRun,
  discardDraft,
  getDraft,
  listRuns,
  makePlan,
  resolveConflicts,
  startDraft,
} from '#lib/sync/index.ts'
import type { Sandbox } from '#sandbox/index.ts'
import { describeDatabases } from '../helpers/database.ts'
import { person } from '../helpers/people.ts'
import { connectionTo, desired, workspaceId } from './dify-fixture.ts'
import {
  actions,
  confirm,
  connect,
  ended,
  plan,
  quickSandbox,
  register,
  registerMany,
  workersDuring,
} from './sync-fixture.ts'

describeDatabases('plans and confirmations', (database) => {
  let sandbox: Sandbox
  let ctx: Context
  let place: Awaited<ReturnType<typeof connect>>

  workersDuring(database)
  beforeEach(async () => {
    await database.truncate()
    sandbox = await quickSandbox()
    ctx = await person(database.db, 'admin')
    place = await connect(ctx, sandbox)
  })
  afterEach(() => sandbox.close())

  /** Somebody makes a provider by hand. */
  async function byHand(workspace: string, identifier: string, name: string, url: string): Promise<string> {
    const handle = await connectorFor('dify').openNamespace(
      connectionTo(sandbox.dify, 'adminKey'),
      workspaceId(sandbox.dify, workspace),
    )
    const { remoteId } = await handle.create(desired(identifier, url, { name }))
    await handle.close()
    return remoteId
  }

  const wanted = (serviceIds: string[], ...names: string[]) => ({
    platformId: place.platformId,
    serviceIds,
    namespaceIds: names.map((name) => place.namespace(name)),
  })

  it('asks about what is there under our identifier or name, and does what was chosen', async () => {
    const weather = await register(ctx, sandbox, 'weather')
    const clock = sandbox.mcp.services.sessions.url
    const taken = await byHand('Research', 'weather', 'Made by hand', clock)
    await byHand('Support', 'other', 'Weather', clock)
    const third = await byHand('Ops', 'weather', 'Also by hand', clock)
    const draft = await plan(ctx, wanted([weather], 'Research', 'Support', 'Ops'))
    expect(
      draft.plan?.groups.map(({ namespace, items }) => [
        namespace.name,
        items[0]?.action,
        items[0]?.conflict?.taken,
        items[0]?.conflict?.choices.map(({ kind }) => kind),
      ]),
    ).toEqual([
      ['Ops', 'conflict', 'identifier', ['adopt', 'skip']],
      ['Research', 'conflict', 'identifier', ['adopt', 'skip']],
      ['Support', 'conflict', 'name', ['adopt', 'rename', 'skip']],
    ])
    expect(draft.plan?.blockers).toEqual(['3 conflicts need your choice.'])
    await expect(confirm(ctx, draft)).rejects.toMatchObject({ code: 'conflicts_open' })
    const choose = (
      namespaceName: string,
      choice: Parameters<typeof resolveConflicts>[1]['choices'][number]['choice'],
    ) => ({
      namespaceId: place.namespace(namespaceName),
      serviceId: weather,
      choice,
    })
    await expect(
      resolveConflicts(ctx, { draftId: draft.id, choices: [choose('Research', { kind: 'rename', name: 'Another' })] }),
    ).rejects.toMatchObject({ code: 'invalid_input' })
    const settled = await resolveConflicts(ctx, {
      draftId: draft.id,
      choices: [
        choose('Research', { kind: 'adopt', remoteId: taken }),
        choose('Support', { kind: 'rename', name: 'Weather (ours)' }),
        choose('Ops', { kind: 'skip' }),
      ],
    })
    expect(actions(settled)).toEqual({
      Ops: ['skip Weather'],
      Research: ['adopt Weather'],
      Support: ['create Weather'],
    })
    const { items } = await ended(ctx, await confirm(ctx, settled))
    expect(items.map(({ namespaceName, verdict }) => [namespaceName, verdict])).toEqual([
      ['Ops', 'skipped'],
      ['Research', 'adopted'],
      ['Support', 'created'],
    ])
    expect(sandbox.dify.providers('Research')).toMatchObject([
      { identifier: 'weather', name: 'Weather', url: sandbox.mcp.services.weather.url },
    ])
    expect(
      sandbox.dify
        .providers('Support')
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['Weather', 'Weather (ours)'])
    expect(sandbox.dify.providers('Ops')).toMatchObject([{ id: third, name: 'Also by hand' }])
    // The name that was chosen for a namespace stays.
    expect(actions(await plan(ctx, wanted([weather], 'Research', 'Support')))).toEqual({
      Research: ['unchanged Weather'],
      Support: ['unchanged Weather'],
    })
  }, 60_000)

  it('says that a URL is taken once the platform has refused it', async () => {
    const weather = await register(ctx, sandbox, 'weather')
    const taken = await byHand('Research', 'hidden', 'Hidden', sandbox.mcp.services.weather.url)
    const { items } = await ended(ctx, await confirm(ctx, await plan(ctx, wanted([weather], 'Research'))))
    expect(items).toMatchObject([{ verdict: 'failed', code: 'url_taken', nextStep: 'plan' }])
    const draft = await plan(ctx, { ...wanted([weather], 'Research'), unverified: true })
    expect(draft.plan?.groups[0]?.items[0]?.conflict).toMatchObject({ taken: 'url', by: [{ remoteId: taken }] })
    const settled = await resolveConflicts(ctx, {
      draftId: draft.id,
      choices: [
        { namespaceId: place.namespace('Research'), serviceId: weather, choice: { kind: 'adopt', remoteId: taken } },
      ],
    })
    expect((await ended(ctx, await confirm(ctx, settled))).items).toMatchObject([{ verdict: 'adopted' }])
    expect(sandbox.dify.providers('Research')).toMatchObject([{ id: taken, identifier: 'weather', name: 'Weather' }])
  }, 60_000)

  it('says what differs and asks again when the namespaces have changed since', async () => {
    const weather = await register(ctx, sandbox, 'weather')
    const draft = await plan(ctx, wanted([weather], 'Research', 'Support'))
    await byHand('Research', 'weather', 'Quicker', sandbox.mcp.services.sessions.url)
    const outcome = await confirmRun(ctx, { draftId: draft.id, digest: draft.plan?.digest ?? '' })
    expect(outcome).toMatchObject({
      outcome: 'changed',
      differences: [{ namespace: 'Research', service: 'Weather', was: 'create', is: 'conflict' }],
    })
    expect((await listRuns(ctx, {})).total).toBe(0)
    expect(sandbox.dify.providers('Support')).toEqual([])
  }, 30_000)

  it('makes one run of a confirmation that is sent several times at once', async () => {
    const weather = await register(ctx, sandbox, 'weather')
    const draft = await plan(ctx, wanted([weather], 'Research'))
    const digest = draft.plan?.digest ?? ''
    const outcomes = await Promise.all([1, 2, 3].map(() => confirmRun(ctx, { draftId: draft.id, digest })))
    const later = await confirmRun(ctx, { draftId: draft.id, digest })
    expect(new Set([...outcomes, later].map((one) => (one.outcome === 'confirmed' ? one.runId : 'none'))).size).toBe(1)
    expect((await listRuns(ctx, {})).total).toBe(1)
    const [run] = (await listRuns(ctx, {})).rows
    await ended(ctx, run?.id ?? '')
    expect(sandbox.dify.providers('Research')).toHaveLength(1)
  }, 30_000)

  it('shows an update field by field, and puts right what somebody changed there', async () => {
    const weather = await register(ctx, sandbox, 'weather')
    await ended(ctx, await confirm(ctx, await plan(ctx, wanted([weather], 'Research'))))
    await updateService(ctx, {
      id: weather,
      ...{ name: 'Forecast', identifier: 'weather', iconEmoji: '⛅', iconColor: '#dbeafe', description: '' },
      ...{ url: sandbox.mcp.services.weather.url, transport: 'auto', timeoutSeconds: 10, sseReadTimeoutSeconds: 20 },
    })
    const draft = await plan(ctx, wanted([weather], 'Research'))
    expect(draft.plan?.groups[0]?.items).toMatchObject([
      {
        action: 'update',
        summary: 'Name and icon change',
        changes: [{ from: 'Weather', to: 'Forecast' }, { to: '⛅' }],
      },
    ])
    expect((await ended(ctx, await confirm(ctx, draft))).items).toMatchObject([{ verdict: 'updated' }])
    expect(sandbox.dify.providers('Research')).toMatchObject([{ name: 'Forecast' }])

    await new Promise((resolve) => setTimeout(resolve, 1100))
    const handle = await connectorFor('dify').openNamespace(
      connectionTo(sandbox.dify, 'adminKey'),
      workspaceId(sandbox.dify, 'Research'),
    )
    const [there] = await handle.observe()
    if (there === undefined) throw new Error('nothing there')
    await handle.update(there, desired('weather', sandbox.mcp.services.sessions.url, { name: 'Forecast' }), {
      url: true,
      headers: false,
      look: false,
    })
    await handle.close()
    const repair = await plan(ctx, wanted([weather], 'Research'))
    expect(repair.plan?.groups[0]?.items).toMatchObject([{ action: 'update', code: 'changed_there' }])
    await ended(ctx, await confirm(ctx, repair))
    expect(sandbox.dify.providers('Research')).toMatchObject([
      { url: sandbox.mcp.services.weather.url, authorised: true },
    ])
    expect(actions(await plan(ctx, wanted([weather], 'Research')))).toEqual({ Research: ['unchanged Forecast'] })
  }, 60_000)

  it('keeps drafts to their owner, and a viewer out', async () => {
    const weather = await register(ctx, sandbox, 'weather')
    const draft = await plan(ctx, wanted([weather], 'Research'))
    const other = await person(database.db, 'operator', 'other')
    for (const attempt of [
      () => getDraft(other, { draftId: draft.id }),
      () => makePlan(other, { draftId: draft.id }),
      () => confirmRun(other, { draftId: draft.id, digest: draft.plan?.digest ?? '' }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'not_found' })
    await discardDraft(other, { draftId: draft.id })
    expect((await getDraft(ctx, { draftId: draft.id })).id).toBe(draft.id)
    const viewer = await person(database.db, 'viewer')
    await expect(startDraft(viewer, { serviceIds: [weather] })).rejects.toMatchObject({ code: 'forbidden' })
  }, 30_000)

  it('takes out again what it carried, and nothing else; cancels what has not begun', async () => {
    const serviceIds = await registerMany(ctx, sandbox, 12)
    const foreign = await byHand('Research', 'foreign', 'Foreign', sandbox.mcp.services.sessions.url)
    await ended(
      ctx,
      await confirm(ctx, await plan(ctx, { ...wanted(serviceIds, 'Research', 'Support'), unverified: true })),
    )
    expect(sandbox.dify.providers('Research')).toHaveLength(13)

    const removal = await startDraft(ctx, { kind: 'remove', serviceIds })
    expect(removal.steps.namespaces).toMatchObject({ done: true, summary: 'Research and 1 more' })
    const planned = await makePlan(ctx, { draftId: removal.id })
    expect(planned.plan?.counts.remove).toBe(24)
    sandbox.dify.slowDown(({ method }) => (method === 'DELETE' ? 150 : 0))
    const runId = await confirm(ctx, planned)
    await expect
      .poll(() => sandbox.dify.writes().some(({ method }) => method === 'DELETE'), { timeout: 10_000 })
      .toBe(true)
    await cancelRun(ctx, { runId })
    const { run, items } = await ended(ctx, runId)
    expect(run.status).toBe('cancelled')
    const verdicts = new Set(items.map(({ verdict }) => verdict))
    expect([...verdicts].toSorted()).toEqual(['cancelled', 'removed'])
    const left = items.filter(({ verdict }) => verdict === 'cancelled').length
    expect(sandbox.dify.providers('Research').length + sandbox.dify.providers('Support').length).toBe(left + 1)
    sandbox.dify.slowDown(0)

    const rest = await makePlan(ctx, { draftId: (await startDraft(ctx, { kind: 'remove', serviceIds })).id })
    await ended(ctx, await confirm(ctx, rest))
    expect(sandbox.dify.providers('Research').map(({ id }) => id)).toEqual([foreign])
    expect(sandbox.dify.providers('Support')).toEqual([])
    await expect(startDraft(ctx, { kind: 'remove', serviceIds })).rejects.toMatchObject({ code: 'not_bound' })
  }, 90_000)
})
