import { eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { auditEvents, passwordLinks, users } from '#db/schema/index.ts'
import type { Context } from '#lib/core/index.ts'
import {
  addUser,
  changeOwnAccount,
  changeOwnPassword,
  changeRole,
  contextOfSession,
  disableUser,
  enableUser,
  listUsers,
  newPasswordLink,
  ownAccount,
  readPasswordLink,
  readSession,
  removeUser,
  revokeSession,
  signIn,
  usePasswordLink,
} from '#lib/identity/index.ts'
import { describeDatabases } from '#tests/helpers/database.ts'
import { person } from '#tests/helpers/people.ts'
import { openSession } from '../../lib/identity/sessions.ts'

const PASSWORD = 'ferries cross at noon'
const BEN = { email: 'ben@example.com', name: 'Ben', role: 'viewer' as const }
const tokenOf = (path: string) => path.replace('/password/', '')

describeDatabases('users', (database) => {
  let admin: Awaited<ReturnType<typeof person>>
  beforeEach(async () => {
    await database.truncate()
    admin = await person(database.db, 'admin', 'ana')
  })
  const session = async (userId: string) => {
    const id = await openSession(database.db, userId)
    return async () => {
      const state = await readSession(database.db, id)
      return state.open ? 'open' : state.why
    }
  }
  /** A user who has set the password by their link. */
  const ready = async (input = BEN) => {
    const { id, link } = await addUser(admin, input)
    await usePasswordLink(database.db, { token: tokenOf(link.path), password: PASSWORD })
    return { id, email: input.email }
  }

  it('refuses operators and viewers every verb, whatever a page shows', async () => {
    const target = await ready()
    for (const role of ['operator', 'viewer'] as const) {
      const actor = await person(database.db, role)
      const verbs: ((ctx: Context) => Promise<unknown>)[] = [
        (ctx) => listUsers(ctx),
        (ctx) => addUser(ctx, { ...BEN, email: 'eve@example.com' }),
        (ctx) => changeRole(ctx, { id: actor.id, role: 'admin' }),
        (ctx) => disableUser(ctx, target),
        (ctx) => enableUser(ctx, target),
        (ctx) => removeUser(ctx, target),
        (ctx) => newPasswordLink(ctx, target),
      ]
      for (const verb of verbs) await expect(verb(actor)).rejects.toMatchObject({ code: 'forbidden', status: 403 })
      expect((await ownAccount(actor)).role).toBe(role)
    }
  })

  it('adds one of two with the same e-mail, in any case, at once', async () => {
    const outcomes = await Promise.allSettled([
      addUser(admin, BEN),
      addUser(admin, { ...BEN, email: 'BEN@example.com' }),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(addUser(admin, BEN)).rejects.toMatchObject({
      code: 'email_taken',
      fields: { email: 'Is already a user here.' },
    })
  })

  it.each([
    [{ email: 'no address' }, 'email'],
    [{ name: '   ' }, 'name'],
    [{ name: 'x'.repeat(81) }, 'name'],
    [{ name: 'Ana\u200bLee' }, 'name'],
    [{ name: 'Ana\u202eeeL' }, 'name'],
    [{ role: 'owner' }, 'role'],
  ])('names the fault in %j', async (wrong, field) => {
    const input = { ...BEN, ...wrong } as typeof BEN
    await expect(addUser(admin, input)).rejects.toMatchObject({
      code: 'invalid_input',
      fields: { [field]: expect.any(String) },
    })
  })

  it('a link works once, for who holds it, and is kept only as a hash', async () => {
    const { link } = await addUser(admin, BEN)
    const token = tokenOf(link.path)
    expect(JSON.stringify(await database.db.select().from(passwordLinks))).not.toContain(token)
    expect(await readPasswordLink(database.db, token)).toEqual({ email: BEN.email, name: 'Ben' })
    await expect(usePasswordLink(database.db, { token, password: 'short' })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    const outcomes = await Promise.allSettled([
      usePasswordLink(database.db, { token, password: PASSWORD }),
      usePasswordLink(database.db, { token, password: PASSWORD }),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(readPasswordLink(database.db, token)).rejects.toMatchObject({ code: 'link_used', status: 410 })
    await signIn(database.db, { email: BEN.email, password: PASSWORD }, undefined)
  })

  it('a link ends after 24 hours, when a newer one is made, and while its user is disabled', async () => {
    const { id, link } = await addUser(admin, BEN)
    const newer = await newPasswordLink(admin, { id })
    await expect(readPasswordLink(database.db, tokenOf(link.path))).rejects.toMatchObject({ code: 'link_invalid' })
    await expect(readPasswordLink(database.db, 'x'.repeat(43))).rejects.toMatchObject({ code: 'link_invalid' })
    expect(newer.expiresAt.getTime() - Date.now()).toBeCloseTo(24 * 3_600_000, -5)
    await disableUser(admin, { id })
    await expect(readPasswordLink(database.db, tokenOf(newer.path))).rejects.toMatchObject({ code: 'user_disabled' })
    await expect(newPasswordLink(admin, { id })).rejects.toMatchObject({ code: 'user_disabled' })
    await enableUser(admin, { id })
    await database.db.update(passwordLinks).set({ expiresAt: new Date(Date.now() - 1000) })
    await expect(readPasswordLink(database.db, tokenOf(newer.path))).rejects.toMatchObject({ code: 'link_expired' })
  })

  it('a new password by link ends the sessions begun with the old one', async () => {
    const { id } = await ready()
    const state = await session(id)
    const link = await newPasswordLink(admin, { id })
    expect(await state()).toBe('open')
    await usePasswordLink(database.db, { token: tokenOf(link.path), password: 'another long sentence' })
    expect(await state()).toBe('revoked')
  })

  it('disabling ends sessions at once; enabling does not bring them back', async () => {
    const { id } = await ready()
    const state = await session(id)
    await disableUser(admin, { id })
    expect(await state()).toBe('disabled')
    await enableUser(admin, { id })
    expect(await state()).toBe('revoked')
  })

  it('a session ends by sign-out, after 12 hours, and with its user; a role holds from the next request on', async () => {
    const { id } = await ready()
    const { sessionId } = await signIn(database.db, { email: BEN.email, password: PASSWORD }, undefined)
    await changeRole(admin, { id, role: 'operator' })
    expect((await contextOfSession(database.db, sessionId)).actor).toMatchObject({ id, role: 'operator' })
    await revokeSession(database.db, sessionId)
    await expect(contextOfSession(database.db, sessionId)).rejects.toMatchObject({
      code: 'unauthenticated',
      status: 401,
    })
    await expect(contextOfSession(database.db, undefined)).rejects.toMatchObject({ code: 'unauthenticated' })

    const state = await session(id)
    expect(await state()).toBe('open')
    await removeUser(admin, { id })
    expect(await state()).toBe('unknown')
  })

  it('the last enabled admin cannot be demoted, disabled or removed', async () => {
    const other = await person(database.db, 'admin', 'off')
    await disableUser(admin, other)
    for (const verb of [
      () => changeRole(admin, { id: admin.id, role: 'viewer' }),
      () => disableUser(admin, admin),
      () => removeUser(admin, admin),
    ])
      await expect(verb()).rejects.toMatchObject({ code: 'last_admin', status: 409 })
    await removeUser(admin, other)
    expect((await ownAccount(admin)).role).toBe('admin')
  })

  it('of two admins who take each other’s role at the same moment one stays', async () => {
    const other = await person(database.db, 'admin', 'ben')
    for (let round = 0; round < 5; round++) {
      await database.db.update(users).set({ role: 'admin', disabledAt: null })
      const outcomes = await Promise.allSettled([
        changeRole(admin, { id: other.id, role: 'viewer' }),
        disableUser(other, { id: admin.id }),
      ])
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    }
  })

  it('changes the own password: needs the present one, ends other sessions, keeps this one', async () => {
    const ben = await ready()
    const { sessionId } = await signIn(database.db, { email: BEN.email, password: PASSWORD }, undefined)
    const ctx = await contextOfSession(database.db, sessionId)
    const elsewhere = await session(ben.id)
    const next = { current: 'not this one', password: 'another long sentence' }
    await expect(changeOwnPassword(ctx, next, sessionId)).rejects.toMatchObject({
      fields: { current: 'Is not your present password.' },
    })
    await expect(changeOwnPassword(ctx, { current: PASSWORD, password: BEN.email }, sessionId)).rejects.toMatchObject({
      fields: { password: 'Is the e-mail; choose something else.' },
    })
    await changeOwnPassword(ctx, { ...next, current: PASSWORD }, sessionId)
    expect(await elsewhere()).toBe('revoked')
    expect((await contextOfSession(database.db, sessionId)).actor).toMatchObject({ id: ben.id })
    await signIn(database.db, { email: BEN.email, password: next.password }, undefined)
    await expect(signIn(database.db, { email: BEN.email, password: PASSWORD }, undefined)).rejects.toMatchObject({
      code: 'wrong_credentials',
    })
  })

  it('keeps the own name and keyboard preference', async () => {
    expect((await ownAccount(admin)).singleKeys).toBe(true)
    await changeOwnAccount(admin, { singleKeys: false })
    await changeOwnAccount(admin, { name: 'Ana Lee' })
    expect(await ownAccount(admin)).toMatchObject({ name: 'Ana Lee', singleKeys: false })
    await expect(changeOwnAccount(admin, { name: '' })).rejects.toMatchObject({ fields: { name: 'Enter a name.' } })
    const system: Context = { db: database.db, actor: { kind: 'system', name: 'Schedule' } }
    await expect(ownAccount(system)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('lists by search, role and state, sorted and cut by the database', async () => {
    for (let round = 0; round < 12; round++)
      await person(database.db, round % 2 ? 'viewer' : 'operator', `user_${String(round).padStart(2, '0')}`)
    await database.db.update(users).set({ disabledAt: new Date() }).where(eq(users.email, 'user_03@example.com'))
    const second = await listUsers(admin, { search: 'USER_', page: 2, pageSize: 5, sort: 'email', descending: true })
    expect(second.rows.map(({ name }) => name)).toEqual(['user_06', 'user_05', 'user_04', 'user_03', 'user_02'])
    expect(second).toMatchObject({ matching: 12, total: 13 })
    // An underscore is a letter of the search, not a wildcard.
    expect((await listUsers(admin, { search: 'r_0' })).matching).toBe(10)
    expect((await listUsers(admin, { search: 'r%0' })).matching).toBe(0)
    expect((await listUsers(admin, { search: 'user_\0' })).matching).toBe(12)
    expect(await listUsers(admin, { state: 'disabled' })).toMatchObject({
      rows: [{ name: 'user_03', state: 'disabled' }],
    })
    expect((await listUsers(admin, { role: 'viewer', state: 'invited' })).matching).toBe(5)
    await newPasswordLink(admin, { id: (await listUsers(admin, { search: 'user_00' })).rows[0]?.id ?? '' })
    expect((await listUsers(admin, { search: 'user_00' })).rows[0]?.linkUntil).toBeInstanceOf(Date)
  })

  it('writes each change into the audit log, and no secret anywhere', async () => {
    const { id, link } = await addUser(admin, BEN)
    await usePasswordLink(database.db, { token: tokenOf(link.path), password: PASSWORD })
    await changeRole(admin, { id, role: 'operator' })
    await changeRole(admin, { id, role: 'operator' })
    await disableUser(admin, { id })
    await enableUser(admin, { id })
    const second = await newPasswordLink(admin, { id })
    await removeUser(admin, { id })
    const events = await database.db.select().from(auditEvents).orderBy(auditEvents.id)
    expect(events.map(({ action }) => action)).toEqual([
      'user.create',
      'user.password',
      'user.role',
      'user.disable',
      'user.enable',
      'user.password_link',
      'user.remove',
    ])
    expect(events[2]).toMatchObject({
      actorLabel: 'ana',
      targetLabel: BEN.email,
      changes: { role: { from: 'viewer', to: 'operator' } },
    })
    const everything = JSON.stringify([events, await database.db.select().from(users)])
    for (const secret of [PASSWORD, tokenOf(link.path), tokenOf(second.path)]) expect(everything).not.toContain(secret)
  })

  it('changes nothing when the audit event cannot be written', async () => {
    const nameless: Context = {
      db: database.db,
      actor: { ...admin.actor, name: null as unknown as string } as Context['actor'],
    }
    await expect(addUser(nameless, BEN)).rejects.toThrow()
    expect((await listUsers(admin)).total).toBe(1)
  })
})
