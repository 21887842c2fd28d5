/** What `work` gives, if it does so in time; rejects with a `TimeoutError` otherwise. The work itself goes on. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new DOMException(`Not within ${ms} ms.`, 'TimeoutError')), ms)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
