import { makeKeys } from '#lib/core/index.ts'

/** Prints fresh keys in the form that the environment takes. */
for (const [name, value] of Object.entries(makeKeys())) console.log(`${name}=${value}`)
