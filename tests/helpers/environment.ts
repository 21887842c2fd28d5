import { makeKeys } from '#lib/core/index.ts'

// Keys for this test process, made anew, so that no test writes a key file into the data folder.
const made = makeKeys()
process.env.AUTH_SECRET ??= made.AUTH_SECRET
process.env.SEALING_KEYS ??= made.SEALING_KEYS
process.env.LOG_LEVEL ??= 'fatal'
