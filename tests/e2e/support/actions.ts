import { expect, type Page, type Request } from '@playwright/test'

/** A server action as the browser called it: enough to call it again by hand. */
export interface RecordedAction {
  url: string
  /** Next's name of the action. */
  id: string
  /** What it was given. */
  args: unknown[]
}

/** What a call by hand came to. */
export interface Called {
  status: number
  /** The action's `Result`, or undefined where the answer is something else. */
  result: { ok: boolean; value?: unknown; error?: { code: string; message: string; fields?: object } } | undefined
  text: string
}

/** Does something on the page, and returns the server action that it called first. */
export async function recordAction(page: Page, act: () => Promise<unknown>): Promise<RecordedAction> {
  const isAction = (request: Request) => request.method() === 'POST' && 'next-action' in request.headers()
  const [request] = await Promise.all([page.waitForRequest(isAction), act()])
  const args = JSON.parse(request.postData() ?? '') as unknown[]
  await request.response()
  return { url: request.url(), id: request.headers()['next-action'] ?? '', args }
}

/** Calls a recorded action with other arguments, as somebody with curl would: with these cookies, from this origin. */
export async function callAction(
  { url, id }: RecordedAction,
  args: unknown[],
  { cookie = '', origin = new URL(url).origin }: { cookie?: string; origin?: string } = {},
): Promise<Called> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      cookie,
      origin,
      accept: 'text/x-component',
      'next-action': id,
      'content-type': 'text/plain;charset=UTF-8',
    },
    body: JSON.stringify(args),
    redirect: 'manual',
  })
  const text = await answer.text()
  const line = /^1:(\{.*\})$/m.exec(text)?.[1]
  return { status: answer.status, text, result: line === undefined ? undefined : JSON.parse(line) }
}

/** The cookies of a signed-in page, as a request carries them. */
export async function cookieOf(page: Page): Promise<string> {
  const cookies = await page.context().cookies()
  expect(cookies.length).toBeGreaterThan(0)
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}
