import { describe, expect, it } from 'vitest'
import { connectPlatformSchema, testConnectionSchema, updatePlatformSchema } from '#lib/platforms/schema.ts'

const FORM = {
  name: '  Production Dify ',
  baseUrl: 'dify.example.com/apps',
  webUrl: '',
  login: { kind: 'account' as const, email: 'Admin@Example.com ', password: ' kept as typed ' },
}

function faults(
  schema: { safeParse(input: unknown): { error?: { issues: { path: PropertyKey[] }[] } | undefined } },
  input: unknown,
) {
  return schema.safeParse(input).error?.issues.map(({ path }) => path.join('.')) ?? []
}

describe('the form of a platform', () => {
  it('cleans what was typed and leaves the password alone', () => {
    expect(connectPlatformSchema.parse(FORM)).toEqual({
      ...{ kind: 'dify', name: 'Production Dify', baseUrl: 'https://dify.example.com', webUrl: undefined },
      login: { kind: 'account', email: 'admin@example.com', password: ' kept as typed ' },
    })
  })

  it.each([
    [{ ...FORM, name: ' ' }, 'name'],
    [{ ...FORM, name: 'n'.repeat(81) }, 'name'],
    [{ ...FORM, name: 'a\u202eb' }, 'name'],
    [{ ...FORM, baseUrl: 'ftp://dify.example.com' }, 'baseUrl'],
    [{ ...FORM, webUrl: 'https://me:secret@dify.example.com' }, 'webUrl'],
    [{ ...FORM, login: { ...FORM.login, email: 'nobody' } }, 'login.email'],
    [{ ...FORM, login: { ...FORM.login, password: '' } }, 'login.password'],
    [{ ...FORM, login: { kind: 'adminKey', key: 'two words' } }, 'login.key'],
    [{ ...FORM, login: { kind: 'adminKey', key: 'line\nbreak' } }, 'login.key'],
  ])('names the field at fault of %j', (input, path) => {
    expect(faults(connectPlatformSchema, input)).toEqual([path])
  })

  it('takes an empty secret of an edited platform for the stored one', () => {
    const id = '0383d4b1-fc98-408b-af41-3d317ab95b0f'
    const parsed = updatePlatformSchema.parse({ ...FORM, id, login: { kind: 'adminKey', key: '' } })
    expect(parsed.login).toEqual({ kind: 'adminKey', key: undefined })
    expect(faults(updatePlatformSchema, { ...FORM, id: 'other' })).toEqual(['id'])
  })

  it('tests a form whose secret may be the stored one', () => {
    expect(testConnectionSchema.parse({ baseUrl: 'localhost:5001', login: { kind: 'adminKey' } })).toMatchObject({
      ...{ baseUrl: 'http://localhost:5001', login: { kind: 'adminKey' } },
    })
    expect(faults(testConnectionSchema, { baseUrl: '', login: { kind: 'account', email: 'x' } })).toEqual([
      ...['baseUrl', 'login.email'],
    ])
  })
})
