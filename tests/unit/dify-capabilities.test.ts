import { describe, expect, it } from 'vitest'
import { capabilitiesOf, has, mcpClientOf } from '#lib/platforms/dify/capabilities.ts'

describe('capabilities of a Dify release', () => {
  it.each([
    // release, identifierMax, customHeaders, adminKey, createConnects, measuredAs
    ['1.6.0', 24, false, true, false, '1.6.0'],
    ['1.7.0', 64, false, true, false, '1.6.0'],
    ['1.8.1', 64, false, true, false, '1.8.1'],
    ['1.9.0', 64, true, true, false, '1.8.1'],
    ['1.9.2', 64, true, false, false, '1.9.2'],
    ['1.10.1', 64, true, false, false, '1.10.1'],
    ['1.11.0', 64, true, true, false, '1.10.1'],
    ['1.11.3', 64, true, true, true, '1.11.3'],
    ['1.12.1', 64, true, true, true, '1.12.1'],
    ['1.14.2', 64, true, true, true, '1.14.0'],
    ['1.16.1', 64, true, true, true, '1.16.1'],
  ])('%s follows the table', (release, identifierMax, customHeaders, adminKey, createConnects, measuredAs) => {
    expect(capabilitiesOf(release)).toMatchObject({
      ...{ release, identifierMax, customHeaders, adminKey, createConnects, measuredAs, newerThanKnown: false },
    })
  })

  it.each(['1.16.2', '1.17.1', '2.0.0', '1.17.0-rc1'])(
    '%s is newer than known and follows the newest row',
    (release) => {
      expect(capabilitiesOf(release)).toMatchObject({
        ...{ measuredAs: '1.16.1', newerThanKnown: true, createConnects: true, adminKey: true, identifierMax: 64 },
      })
      expect(has(release, 'encodedPassword')).toBe(true)
    },
  )

  it.each(['1.5.1', '0.15.3'])('%s is too old, with the release that would do', (release) => {
    expect(() => capabilitiesOf(release)).toThrowError(
      expect.objectContaining({ code: 'too_old', message: expect.stringContaining('1.6.0') }),
    )
  })

  it('does not guess what is no release', () => {
    expect(() => capabilitiesOf('nightly')).toThrowError(expect.objectContaining({ code: 'release_unknown' }))
  })

  it.each([
    ['encodedPassword', '1.11.1', '1.11.2'],
    ['cookieSession', '1.9.1', '1.9.2'],
    ['authBeforeUpdate', '1.9.2', '1.10.0'],
    ['headerTemplates', '1.15.0', '1.16.0'],
  ] as const)('%s begins after %s, in %s', (capability, before, since) => {
    expect([has(before, capability), has(since, capability)]).toEqual([false, true])
  })

  it('says in words what a release lacks', () => {
    expect(capabilitiesOf('1.8.1').cannot.join(' ')).toContain('1.9.0')
    expect(capabilitiesOf('1.10.1').cannot.join(' ')).toContain('upgrade to 1.11')
    expect(capabilitiesOf('1.14.0').cannot.join(' ')).toContain('first page')
  })

  it('knows the MCP client of a release', () => {
    expect(mcpClientOf('1.10.0')).toMatchObject({ offers: '2025-03-26', accepts: ['2024-11-05', '2025-03-26'] })
    expect(mcpClientOf('1.10.1')).toMatchObject({
      ...{ name: 'Dify', version: '1.10.1', offers: '2025-06-18', accepts: ['2024-11-05', '2025-03-26', '2025-06-18'] },
    })
  })
})
