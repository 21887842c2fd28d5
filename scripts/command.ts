import { FerryError } from '#lib/core/index.ts'

/**
 * Runs a command of the shell: expected failures become a sentence and the next step on standard error and exit code 1, a wrong
 * call its usage and exit code 2.
 */
export async function runCommand(usage: string, run: () => Promise<void>): Promise<void> {
  try {
    if (process.argv.includes('--help') || process.argv.includes('-h')) console.log(usage)
    else await run()
  } catch (error) {
    if (error instanceof FerryError) {
      console.error([error.message, error.next].filter(Boolean).join('\n'))
      process.exitCode = 1
    } else if ((error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) {
      console.error(`${(error as Error).message}\n\n${usage}`)
      process.exitCode = 2
    } else throw error
  }
}
