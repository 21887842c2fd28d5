import { describe, expect, it } from 'vitest'
import { parseEnvironment } from '#lib/core/index.ts'
import { addressJudge } from '#lib/core/outbound-addresses.ts'

describe('addressJudge', () => {
  const isDenied = addressJudge(parseEnvironment({}).OUTBOUND_DENY)

  it.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    'fe80::1%eth0',
    '[fd00:ec2::254]',
    '0.0.0.0',
    '::',
    'not an address',
  ])('denies %s by default', (address) => expect(isDenied(address)).toBe(true))

  it.each(['127.0.0.1', '10.1.2.3', '192.168.0.1', '::1', 'fd00::1', '93.184.216.34'])(
    'allows %s by default',
    (address) => expect(isDenied(address)).toBe(false),
  )

  it('takes ranges and single addresses, with spaces between', () => {
    const denied = addressJudge('10.0.0.0/8, 192.168.1.1 ,2001:db8::/32')
    expect(['10.9.9.9', '192.168.1.1', '2001:db8::5', '192.168.1.2'].map(denied)).toEqual([true, true, true, false])
  })

  it('denies nothing when the list is empty', () => expect(addressJudge('')('169.254.169.254')).toBe(false))

  it('names a range that it cannot read', () => {
    expect(() => addressJudge('10.0.0.0/8,nonsense')).toThrow('OUTBOUND_DENY: «nonsense» is not an address range.')
    expect(() => addressJudge('10.0.0.0/99')).toThrow('«10.0.0.0/99»')
  })
})
