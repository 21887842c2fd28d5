// For HEALTHCHECK: exits with 0 when the process of this container is ready to serve, else says why not.
import { readFileSync } from 'node:fs'

const { PORT = '3000', BASE_PATH = '' } = process.env
const started = readFileSync('/proc/1/cmdline', 'utf8')
// A worker serves nothing: it lives, or the container has ended.
const place = started.includes('worker.ts')
  ? undefined
  : started.includes('gateway.ts')
    ? '/health/ready'
    : `${BASE_PATH}/api/health/ready`
if (place !== undefined)
  try {
    const answer = await fetch(`http://127.0.0.1:${PORT}${place}`, { signal: AbortSignal.timeout(4000) })
    if (!answer.ok) throw new Error(`${place} answers ${answer.status}: ${(await answer.text()).slice(0, 200)}`)
  } catch (error) {
    console.error(error.cause?.message ?? error.message)
    process.exitCode = 1
  }
