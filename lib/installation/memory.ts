import fs from 'node:fs'
import { FerryError } from '#lib/core/index.ts'

/** Least memory of a container that serves the embedded database, as measured (docs/deploy-docker.md). */
const EMBEDDED_MB = 640
const MB = 1024 * 1024

/** Where Linux says how much memory this process's control group may have: version 2, then 1. Bytes, or `max`. */
const LIMIT_FILES = ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes']

/** The memory limit of this process in bytes; undefined where there is none, or nothing says so. */
export function memoryLimit(files: readonly string[] = LIMIT_FILES): number | undefined {
  for (const file of files) {
    const said = Number(read(file))
    // Without a limit version 1 says a number beyond any machine.
    if (Number.isInteger(said) && said > 0 && said < 2 ** 53) return said
  }
  return undefined
}

/** Refuses to serve the embedded database where the kernel would end it in the middle of its work. Throws `too_little_memory`. */
export function requireMemory(limit = memoryLimit()): void {
  if (limit === undefined || limit >= EMBEDDED_MB * MB) return
  throw new FerryError(
    'too_little_memory',
    500,
    `The embedded database needs ${EMBEDDED_MB} MB of memory; this process may have ${Math.floor(limit / MB)} MB.`,
    { next: 'Raise the limit (docker run --memory 1g), or set DATABASE_URL: with PostgreSQL 256 MB are enough.' },
  )
}

function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}
