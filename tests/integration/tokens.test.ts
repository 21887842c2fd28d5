import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Database, DatabaseConnection } from '#db/client.ts'
import { gatewayTokens, namespaces, platforms, services } from '#db/schema/index.ts'
import {
  changeTokenOptions,
  endTokens,
  GATEWAY_CHANNEL,
  hashToken,
  issueToken,
  isWholeToken,
  openToken,
  tokenFacts,
  withVerificationToken,
} from '#lib/tokens/index.ts'
import type { TokenOptions } from '#lib/tokens/schema.ts'
import { describeDatabases } from '../helpers/database.ts'

const ALL: TokenOptions = { allowedTools: null, toolPrefix: null, callsPerMinute: null }

async function service(db: Database, name = 'Weather', identifier = name.toLowerCase()): Promise<string> {
  const [row] = await db
    .insert(services)
    .values({ name, identifier, iconEmoji: '🌦', iconColor: '#dbeafe', url: 'http://127.0.0.1:1/mcp' })
    .returning({ id: services.id })
  return row?.id ?? ''
}

async function namespace(db: Database, name = 'Research', platform = 'Dify Test'): Promise<string> {
  const [parent] = await db
    .insert(platforms)
    .values({
      ...{ kind: 'dify', name: platform, baseUrl: 'http://127.0.0.1:1', authKind: 'adminKey' },
      ...{ secret: 'sealed', secretSetBy: 'admin' },
    })
    .onConflictDoUpdate({ target: platforms.name, set: { name: platform } })
    .returning({ id: platforms.id })
  const [row] = await db
    .insert(namespaces)
    .values({ platformId: parent?.id ?? '', remoteId: name, name })
    .returning({ id: namespaces.id })
  return row?.id ?? ''
}

async function bindingToken(db: Database, options = ALL) {
  const [serviceId, namespaceId] = [await service(db), await namespace(db)]
  const issued = await issueToken(db, {
    ...{ serviceId, namespaceId, purpose: 'binding', name: 'Weather → Research', options, createdBy: 'operator' },
  })
  return { ...issued, serviceId, namespaceId }
}

async function rowOf(db: Database, id: string) {
  const [row] = await db.select().from(gatewayTokens).where(eq(gatewayTokens.id, id))
  if (row === undefined) throw new Error('the token is gone')
  return row
}

/** Counts the announcements that arrive while `work` runs. */
async function announcements({ driver }: DatabaseConnection, work: () => Promise<unknown>): Promise<number> {
  let heard = 0
  const stop =
    driver.kind === 'embedded'
      ? await driver.pglite.listen(GATEWAY_CHANNEL, () => heard++)
      : (await driver.sql.listen(GATEWAY_CHANNEL, () => heard++)).unlisten
  await work()
  await new Promise((resolve) => setTimeout(resolve, 100))
  await stop()
  return heard
}

describeDatabases('tokens in a transaction', (database) => {
  beforeEach(() => database.truncate())

  describe('issuing', () => {
    it('keeps the hash, and of a binding the token sealed; the text is nowhere else', async () => {
      const { id, token, prefix } = await bindingToken(database.db)
      expect(isWholeToken(token)).toBe(true)
      const row = await rowOf(database.db, id)
      expect(row).toMatchObject({ hash: hashToken(token), prefix, purpose: 'binding', ...ALL, endsAt: null, calls: 0 })
      expect(JSON.stringify(row)).not.toContain(token.slice(11))
      expect(await openToken(database.db, id)).toBe(token)
    })

    it('keeps one made by hand by its hash alone', async () => {
      const { id } = await issueToken(database.db, {
        ...{ serviceId: await service(database.db), namespaceId: null, purpose: 'manual', name: 'nightly report' },
        ...{ options: ALL, createdBy: 'admin' },
      })
      expect((await rowOf(database.db, id)).sealed).toBeNull()
      expect(await openToken(database.db, id)).toBeNull()
    })

    it('leaves nothing when the transaction fails', async () => {
      await expect(
        database.db.transaction(async (tx) => {
          await bindingToken(tx)
          throw new Error('no')
        }),
      ).rejects.toThrow('no')
      expect(await database.db.$count(gatewayTokens)).toBe(0)
    })

    it('tells options, prefix and ends by id, and leaves out what is gone', async () => {
      const options = { allowedTools: ['forecast'], toolPrefix: 'w_', callsPerMinute: 60 }
      const { id, prefix } = await bindingToken(database.db, options)
      const facts = await tokenFacts(database.db, [id, randomUUID()])
      expect([...facts]).toEqual([[id, { prefix, options, expiresAt: null, endsAt: null }]])
      expect(await tokenFacts(database.db, [])).toEqual(new Map())
    })
  })

  describe('ending', () => {
    it('at once: wipes what was sealed and is told to gateways', async () => {
      const { id } = await bindingToken(database.db)
      const before = await rowOf(database.db, id)
      const heard = await announcements(database.connection, () =>
        endTokens(database.db, [id], { because: 'revoked', by: 'operator' }),
      )
      expect(heard).toBe(1)
      const row = await rowOf(database.db, id)
      expect(row).toMatchObject({ sealed: null, endedBecause: 'revoked', endedBy: 'operator' })
      expect(row.endsAt?.getTime()).toBeLessThanOrEqual(Date.now() + 50)
      expect(row.updatedAt.getTime()).toBeGreaterThan(before.updatedAt.getTime())
      expect(await openToken(database.db, id)).toBeNull()
    })

    it('with grace: stays open until then, and no longer', async () => {
      const { id, token } = await bindingToken(database.db)
      await endTokens(database.db, [id], { because: 'replaced', by: 'operator', graceSeconds: 900 })
      const { endsAt } = await rowOf(database.db, id)
      expect(Math.abs((endsAt?.getTime() ?? 0) - Date.now() - 900_000)).toBeLessThan(5000)
      expect(await openToken(database.db, id)).toBe(token)
      await database.db.update(gatewayTokens).set({ endsAt: sql`now() - interval '1 second'` })
      expect(await openToken(database.db, id)).toBeNull()
    })

    it('keeps an earlier end, and shortens a later one', async () => {
      const { id } = await bindingToken(database.db)
      const end = (because: 'replaced' | 'revoked', graceSeconds: number) =>
        endTokens(database.db, [id], { because, by: because, graceSeconds })
      expect(await end('replaced', 900)).toEqual([id])
      const first = await rowOf(database.db, id)
      expect(await end('replaced', 3600)).toEqual([])
      expect(await rowOf(database.db, id)).toEqual(first)
      expect(await end('revoked', 0)).toEqual([id])
      expect(await rowOf(database.db, id)).toMatchObject({ endedBecause: 'revoked', sealed: null })
      expect(await end('replaced', 0)).toEqual([])
      expect(await rowOf(database.db, id)).toMatchObject({ endedBecause: 'revoked' })
    })

    it('of nothing announces nothing', async () => {
      const heard = await announcements(database.connection, async () => {
        await endTokens(database.db, [], { because: 'unbound', by: 'operator' })
        await endTokens(database.db, [randomUUID()], { because: 'unbound', by: 'operator' })
      })
      expect(heard).toBe(0)
    })
  })

  it('changes options and says so to gateways', async () => {
    const { id } = await bindingToken(database.db)
    const options = { allowedTools: ['forecast'], toolPrefix: null, callsPerMinute: 30 }
    const heard = await announcements(database.connection, () => changeTokenOptions(database.db, id, options))
    expect(heard).toBe(1)
    expect((await tokenFacts(database.db, [id])).get(id)?.options).toEqual(options)
  })

  describe('for one verification', () => {
    const wanted = async () => ({ serviceId: await service(database.db), options: ALL, createdBy: 'operator' })

    it('is there while it is used and gone afterwards', async () => {
      const answer = await withVerificationToken(database.db, await wanted(), async (token) => {
        const [row] = await database.db
          .select()
          .from(gatewayTokens)
          .where(eq(gatewayTokens.hash, hashToken(token)))
        expect(row).toMatchObject({ purpose: 'verification', sealed: null, namespaceId: null })
        expect(Math.abs((row?.expiresAt?.getTime() ?? 0) - Date.now() - 120_000)).toBeLessThan(5000)
        return 'listed'
      })
      expect(answer).toBe('listed')
      expect(await database.db.$count(gatewayTokens)).toBe(0)
    })

    it('is gone as well when the verification fails', async () => {
      const failing = withVerificationToken(database.db, await wanted(), () => Promise.reject(new Error('refused')))
      await expect(failing).rejects.toThrow('refused')
      expect(await database.db.$count(gatewayTokens)).toBe(0)
    })
  })
})
