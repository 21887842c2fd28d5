import { docker } from './containers.ts'

/** What the checks of one trial share. */
export interface Trial {
  /** Begins the names of what the trial makes: containers, a network, a volume. */
  name: string
  image: string
  /** The browser that drives it. */
  browser: string
  /** Keys and the first admin, as variables. */
  secrets: Record<string, string>
  /** Names of the containers that were made, for `removeMade`. */
  made: string[]
}

const HARDENED = ['--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges']

/** Starts a container of the image under a name of this trial, as docs/deploy-docker.md says; returns its whole name. */
export async function start(
  { name: trial, image, made }: Trial,
  name: string,
  { options, env = {}, args = [] }: { options: string[]; env?: Record<string, string>; args?: string[] },
): Promise<string> {
  const whole = `${trial}-${name}`
  made.push(whole)
  const variables = Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`])
  await docker('run', '--detach', '--name', whole, ...HARDENED, ...options, ...variables, image, ...args)
  return whole
}

/** Removes the containers of the trial, its volume and its network. */
export async function removeMade({ name, made }: Trial): Promise<void> {
  for (const container of made.toReversed()) await docker('rm', '--force', '--volumes', container).catch(() => {})
  await docker('volume', 'rm', name).catch(() => {})
  await docker('network', 'rm', name).catch(() => {})
}

/** Throws `why` unless it holds. */
export function must(holds: boolean, why: string): void {
  if (!holds) throw new Error(why)
}
