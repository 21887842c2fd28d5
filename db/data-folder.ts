import fs from 'node:fs'
import path from 'node:path'

/** Who holds a data folder: the embedded database must have one process only. */
interface Holder {
  pid: number
  /** The process's start in clock ticks since boot (Linux), which tells a reused pid from the old process. */
  startTicks: string | null
  url: string
  since: string
}

/** Held: `release` gives it back. Taken: `holder` says by whom. */
export type Hold = { held: true; release(): void } | { held: false; holder: Holder }

/**
 * Takes the data folder for this process, or says who has it. A holder that no longer runs is replaced.
 * The note is `holder.json` in the folder.
 */
export function holdDataFolder(dataDir: string, url: string): Hold {
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const file = path.join(dataDir, 'holder.json')
  const me: Holder = { pid: process.pid, startTicks: startTicks(process.pid), url, since: new Date().toISOString() }
  for (;;) {
    try {
      fs.writeFileSync(file, `${JSON.stringify(me, null, 2)}\n`, { flag: 'wx', mode: 0o600 })
      return { held: true, release: () => fs.rmSync(file, { force: true }) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = readHolder(file)
    if (holder && holder.pid !== process.pid && isRunning(holder)) return { held: false, holder }
    fs.rmSync(file, { force: true })
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Holder
  } catch {
    return undefined
  }
}

function isRunning({ pid, startTicks: ticks }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return ticks === null || startTicks(pid) === ticks
}

/** Field 22 of `/proc/<pid>/stat`, counted after the command's closing parenthesis; null where there is no procfs. */
function startTicks(pid: number): string | null {
  try {
    return fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? null
  } catch {
    return null
  }
}
