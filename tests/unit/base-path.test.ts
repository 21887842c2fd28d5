import { expect, it } from 'vitest'
import { belowBase } from '#lib/core/index.ts'

it('takes the base path away where it is one, and leaves every other target as it is', () => {
  expect(belowBase('/ferry/mcp/weather/mcp?a=1', '/ferry')).toBe('/mcp/weather/mcp?a=1')
  for (const [target, base] of [
    ['/ferryboat/mcp/x/mcp', '/ferry'],
    ['/mcp/weather/mcp', '/ferry'],
    ['/mcp/weather/mcp', ''],
    [undefined, '/ferry'],
  ] as const)
    expect(belowBase(target, base)).toBe(target)
})
