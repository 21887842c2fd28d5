import { describe, expect, it } from 'vitest'
import { PaceGate } from '#lib/sync/run/lane-pace.ts'
import { type Pace, paceAfterAnswer, paceAfterOverload, startPace } from '#lib/sync/run/pace.ts'

/** A platform with one worker that saturates: up to `width` at a time cost nothing more, further ones queue up. */
function answered(pace: Pace, count: number, width: number, ms = 100): Pace {
  let now = pace
  for (let index = 0; index < count; index += 1) now = paceAfterAnswer(now, ms * Math.max(1, now.parallel / width))
  return now
}

describe('pace', () => {
  it('begins with two, or with what suited last time, within bounds', () => {
    expect(startPace().parallel).toBe(2)
    expect(startPace(5).parallel).toBe(5)
    expect([startPace(100).parallel, startPace(0).parallel]).toEqual([8, 2])
  })

  it('widens to the most while the platform stays relaxed', () => {
    expect(answered(startPace(), 200, 100).parallel).toBe(8)
  })

  it('stays near where the platform saturates', () => {
    let pace = startPace()
    for (let items = 0; items < 2000; items += 1) {
      pace = answered(pace, 1, 2)
      expect(pace.parallel).toBeGreaterThanOrEqual(2)
      expect(pace.parallel).toBeLessThanOrEqual(5)
    }
  })

  it('halves with each overload, down to one, and comes back', () => {
    const wide = answered(startPace(), 200, 100)
    const halved = paceAfterOverload(wide)
    expect(halved.parallel).toBe(4)
    expect(paceAfterOverload(paceAfterOverload(paceAfterOverload(halved))).parallel).toBe(1)
    expect(answered(halved, 200, 100).parallel).toBe(8)
  })

  it('narrows when answers become slow', () => {
    const wide = answered(startPace(), 200, 100)
    const slow = answered(wide, 12, 100, 1000)
    expect(slow.parallel).toBeLessThan(8)
    // Once slow is how it is, it is no reason to stay narrow.
    expect(answered(slow, 400, 100, 1000).parallel).toBe(8)
  })
})

describe('gate', () => {
  it('lets no more in than the pace allows, and everybody in the end', async () => {
    const gate = new PaceGate(2)
    let inside = 0
    let most = 0
    const done = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        gate.run(async () => {
          inside += 1
          most = Math.max(most, inside)
          await new Promise((resolve) => setTimeout(resolve, 1))
          inside -= 1
          return index
        }),
      ),
    )
    expect(most).toBe(2)
    expect(done).toHaveLength(20)
  })

  it('goes on after work that failed', async () => {
    const gate = new PaceGate(2)
    const failing = Array.from({ length: 5 }, () =>
      gate.run(() => Promise.reject(new Error('no'))).catch(() => 'failed'),
    )
    expect(await Promise.all(failing)).toEqual(Array(5).fill('failed'))
    expect(await gate.run(async () => 'fine')).toBe('fine')
  })
})
