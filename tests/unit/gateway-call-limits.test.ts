import { expect, it } from 'vitest'
import { createCallLimits } from '#lib/gateway/admission/call-limits.ts'

function limits() {
  let seconds = 1000
  const { take } = createCallLimits(() => seconds * 1000)
  return {
    take: (calls = 1, token = 'a') => take(token, 60, calls),
    pass: (more: number) => {
      seconds += more
    },
  }
}

it('lets the limit through at once, and then says when there is room again', () => {
  const { take, pass } = limits()
  expect(take(60)).toBe(0)
  const wait = take()
  expect(wait).toBeGreaterThan(0)
  expect(wait).toBeLessThanOrEqual(60)
  pass(30)
  expect(take()).toBeGreaterThan(0)
})

it('slides: a minute later the calls of before melt away evenly', () => {
  const { take, pass } = limits()
  take(60)
  pass(60)
  expect(take()).toBe(1)
  pass(30)
  expect(take(30)).toBe(0)
  expect(take()).toBeGreaterThan(0)
  pass(120)
  expect(take(60)).toBe(0)
})

it('never lets more than the limit through in any minute, however they come', () => {
  const { take, pass } = limits()
  const passed: number[] = []
  for (let second = 0; second < 300; second++) {
    for (let call = 0; call < 5; call++) if (take() === 0) passed.push(second)
    pass(1)
  }
  for (let from = 0; from < 240; from += 60)
    expect(passed.filter((second) => second >= from && second < from + 60).length).toBeLessThanOrEqual(60)
  expect(passed.length).toBeGreaterThan(200)
})

it('counts each token by itself, and a batch as a whole', () => {
  const { take } = limits()
  expect(take(60, 'a')).toBe(0)
  expect(take(59, 'b')).toBe(0)
  expect(take(2, 'b')).toBeGreaterThan(0)
  expect(take(1, 'b')).toBe(0)
})
