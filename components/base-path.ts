/** The path under which a reverse proxy publishes us, such as `/ferry`; empty without one. It is built in (`next.config.ts`). */
const BASE_PATH = process.env.NEXT_PUBLIC_BASE_PATH ?? ''

/** A path of ours as the browser has to ask for it, where Next's links and router do not see to it. */
export const withBase = (path: string): string => `${BASE_PATH}${path}`

/** A path as the browser shows it, as our links and router name it. */
export const withoutBase = (path: string): string =>
  BASE_PATH !== '' && path.startsWith(BASE_PATH) ? path.slice(BASE_PATH.length) || '/' : path
