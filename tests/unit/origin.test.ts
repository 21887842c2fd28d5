import { describe, expect, it } from 'vitest'
import { isOwnOrigin } from '#lib/core/index.ts'

describe('the origin of a changing request', () => {
  it.each([
    ['https://ferry.example.com', true],
    ['http://127.0.0.1:3000', true],
    ['https://evil.example.com', false],
    ['https://ferry.example.com.evil.example.com', false],
    ['null', false],
    ['not a url', false],
    [undefined, true],
  ])('%s → %s', (origin, own) => {
    expect(isOwnOrigin(origin, ['127.0.0.1:3000', 'ferry.example.com', undefined])).toBe(own)
  })
})
