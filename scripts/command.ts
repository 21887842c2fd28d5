import fs from 'node:fs'
import { FerryError } from '#lib/core/index.ts'

/** A command that was called wrongly. */
export class UsageError extends Error {}

/**
 * Runs a command of the shell, which reads `.env` as the server does: expected failures become a sentence and the next step on standard error and exit code 1, a wrong
 * call its usage and exit code 2.
 */
export async function runCommand(usage: string, run: () => Promise<void>): Promise<void> {
  try {
    if (fs.existsSync('.env')) process.loadEnvFile('.env')
    if (process.argv.includes('--help') || process.argv.includes('-h')) console.log(usage)
    else await run()
  } catch (error) {
    if (error instanceof FerryError) {
      console.error([error.message, error.next].filter(Boolean).join('\n'))
      process.exitCode = 1
    } else if (error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) {
      console.error(`${(error as Error).message}\n\n${usage}`)
      process.exitCode = 2
    } else throw error
  }
}

/** The one file that a command is given. */
export function fileArgument([file, ...more]: string[]): string {
  if (file === undefined) throw new UsageError('The name of the file is missing.')
  if (more.length > 0) throw new UsageError(`One file at a time; «${more[0]}» is one too many.`)
  return file
}

/** «1 row», «1,204 rows». */
export function plural(count: number, one: string): string {
  return `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`
}

/** Seconds since `began`, with one decimal. */
export function seconds(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`
}

/** Bytes as megabytes, with one decimal. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
