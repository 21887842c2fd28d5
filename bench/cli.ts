/** npm run bench -- gateway [--quick] [--json] [--streams N] [--seconds S] [--oauth]: measures in one run, prints ratios. */
import { parseArgs } from 'node:util'
import { benchGateway } from './gateway/run.ts'

const USAGE = 'npm run bench -- gateway [--quick] [--json] [--streams N] [--seconds S] [--oauth]'

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean' },
      json: { type: 'boolean' },
      oauth: { type: 'boolean' },
      streams: { type: 'string' },
      seconds: { type: 'string' },
    },
  })
  if (positionals.length !== 1 || positionals[0] !== 'gateway') throw new Error('say what to measure: gateway')
  const { quick, json, oauth } = values
  return {
    ...(quick && { quick }),
    ...(json && { json }),
    ...(oauth && { oauth }),
    ...count('streams', values.streams),
    ...count('seconds', values.seconds),
  }
}

function count(name: string, text: string | undefined): Record<string, number> {
  if (text === undefined) return {}
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} wants a whole number from 1 on`)
  return { [name]: value }
}

let wanted: ReturnType<typeof options>
try {
  wanted = options()
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`)
  process.exit(2)
}
await benchGateway(wanted)
process.exit(0)
