import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it, vi } from 'vitest'
import { shutDown } from '../../shutdown.ts'

afterEach(() => vi.useRealTimers())

it('lets the gateway answer until the workers have handed back: Dify calls through it while a lane is finished', async () => {
  const order: string[] = []
  let open = true
  const code = await shutDown({
    server: { close: () => order.push('server') as never, closeAllConnections: () => {} },
    workers: {
      stop: async () => {
        await sleep(20)
        order.push(`workers, gateway ${open ? 'open' : 'closed'}`)
      },
    },
    gateway: {
      close: async () => {
        open = false
        order.push('gateway')
      },
    },
    rest: [() => order.push('database')],
  })
  expect(order).toEqual(['workers, gateway open', 'server', 'gateway', 'database'])
  expect(code).toBe(0)
})

it('stops the rest although one part fails, and says so by its exit code', async () => {
  const closed = vi.fn()
  const workers = { stop: () => Promise.reject(new Error('no database')) }
  expect(await shutDown({ workers, rest: [closed] })).toBe(1)
  expect(closed).toHaveBeenCalledOnce()
})

it('ends in less than the ten seconds of Docker, whatever hangs', async () => {
  vi.useFakeTimers()
  const ending = shutDown({ workers: { stop: () => new Promise(() => {}) } })
  await vi.advanceTimersByTimeAsync(9500)
  expect(await ending).toBe(1)
})
