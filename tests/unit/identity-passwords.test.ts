import { describe, expect, it } from 'vitest'
import { passwordFault, passwordLength } from '#lib/identity/schema.ts'
import { hashPassword, passwordMatches } from '../../lib/identity/password-hash.ts'

describe('password rules', () => {
  const fault = (password: string) => passwordFault(password, 'Ana.Lee@example.com')

  it.each([
    ['short', 'Has 5 of at least 10 characters.'],
    ['ana.lee@example.com', 'Is the e-mail; choose something else.'],
    ['ANA.LEE@EXAMPLE.COM', 'Is the e-mail; choose something else.'],
    ['Password123', 'Is among the most used passwords; choose another.'],
    ['1234567890', 'Is among the most used passwords; choose another.'],
    ['x'.repeat(1025), 'Is longer than 1,024 characters.'],
  ])('refuses %s', (password, words) => expect(fault(password)).toBe(words))

  it.each(['ten chars!', 'lower case only', '日本語の文章はとても長い', 'x'.repeat(1024)])('takes %s', (password) =>
    expect(fault(password)).toBeUndefined(),
  )

  it('counts characters as people do, not code units', () => {
    expect(passwordLength('🚢🚢🚢🚢🚢')).toBe(5)
    expect(passwordLength('e\u0301')).toBe(1)
  })
})

describe('password hash', () => {
  it('is argon2id with the OWASP cost, salted, and knows its own password alone', async () => {
    const [one, other] = await Promise.all([hashPassword('a long sentence'), hashPassword('a long sentence')])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(other).not.toBe(one)
    expect(await passwordMatches(one, 'a long sentence')).toBe(true)
    expect(await passwordMatches(one, 'A long sentence')).toBe(false)
  })

  it('takes the same password in either Unicode composition', async () => {
    expect(await passwordMatches(await hashPassword('caf\u00e9 at the port'), 'cafe\u0301 at the port')).toBe(true)
  })

  it('answers false without a hash, even for the decoy’s own password', async () => {
    expect(await passwordMatches(null, 'no account has this password')).toBe(false)
    expect(await passwordMatches(undefined, 'whatever it is')).toBe(false)
  })
})
