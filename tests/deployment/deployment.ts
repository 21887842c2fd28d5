/** What an environment variable of the check says; throws when it is not there. */
export const given = (name: string): string => {
  const value = process.env[name]
  if (value === undefined || value === '') throw new Error(`${name} must be set`)
  return value
}
/** Without a slash at its end. */
export const URL_OF_DEPLOYMENT = given('VERCEL_CHECK_URL').replace(/\/+$/, '')
export const SECRET = given('CRON_SECRET')
/** How long a function of the deployment lives. */
export const SECONDS = Number(process.env.VERCEL_CHECK_SECONDS ?? 300)

/** The answer of the tick; `null` sends no secret. */
export async function tick(secret: string | null = SECRET): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = new Headers(secret === null ? {} : { authorization: `Bearer ${secret}` })
  const answer = await fetch(`${URL_OF_DEPLOYMENT}/api/tick`, { headers })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

interface Ticks {
  ticks: number
  /** Those that took a job. */
  worked: number
  /** Those that ended at their deadline. */
  cut: number
}

/** Beside whatever cron there is: calls the tick, and again soon after it answered. */
export async function tickUntil(isOver: () => Promise<boolean>): Promise<Ticks> {
  const count = { ticks: 0, worked: 0, cut: 0 }
  while (!(await isOver())) {
    // A function that was ended in the middle gives another answer, and the next tick goes on.
    const { body } = await tick().catch(() => ({ body: {} as Record<string, unknown> }))
    count.ticks += 1
    if (Number(body.worked) > 0) count.worked += 1
    if (body.cut === true) count.cut += 1
    await new Promise((resolve) => setTimeout(resolve, 2000))
  }
  return count
}

/** Lists the tools at an address of the gateway with a token. */
export async function ask(address: string, token: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
  })
  return { status: answer.status, text: await answer.text() }
}
