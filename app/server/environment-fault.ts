import { connection } from 'next/server'
import { environment, FerryError, runsServerless } from '#lib/core/index.ts'

/**
 * What is wrong with the environment of a function: one line a variable, without its value. Undefined when nothing is, and elsewhere,
 * where our own server refuses to start.
 */
export async function environmentFault(): Promise<string[] | undefined> {
  if (!runsServerless()) return undefined
  // What the build sees says nothing about what functions will be given.
  await connection()
  try {
    environment()
    return undefined
  } catch (error) {
    if (!(error instanceof FerryError) || error.code !== 'invalid_environment') throw error
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim())
  }
}
