import { parseArgs } from 'node:util'
import { type Sandbox, startSandbox } from './index.ts'

const USAGE = `npm run sandbox -- [--dify 1.14.0] [--port 5001] [--mcp-port 7100] [--admin-key KEY] [--state FILE]

  --dify       release to behave as, from 1.6.0 on, or main-2026-08-17
  --port       port of Dify; 0 takes a free one
  --mcp-port   port of the MCP servers; 0 takes a free one
  --admin-key  admin API key; «none» switches it off
  --state      file to keep the state in, so that it survives a restart`

try {
  const { values } = parseArgs({
    options: {
      dify: { type: 'string', default: '1.14.0' },
      port: { type: 'string', default: '5001' },
      'mcp-port': { type: 'string', default: '0' },
      'admin-key': { type: 'string' },
      state: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) console.log(USAGE)
  else {
    const key = values['admin-key']
    const sandbox = await startSandbox({
      release: values.dify,
      port: port('--port', values.port),
      mcpPort: port('--mcp-port', values['mcp-port']),
      ...(key !== undefined && { adminKey: key === 'none' ? (false as const) : key }),
      ...(values.state !== undefined && { stateFile: values.state }),
    })
    console.log(described(sandbox))
    endsWithItsStarter(() => void sandbox.close())
  }
} catch (error) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  if (isTaken) console.error('A port is taken already. Give another with --port or --mcp-port.')
  console.error(error instanceof Error ? error.message : error)
  console.error(`\n${USAGE}`)
  process.exitCode = 1
}

/** Ends on a signal, and under npm also with npm: its shell dies of a signal without passing it on. */
function endsWithItsStarter(end: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end)
  if (process.env.npm_lifecycle_event === undefined) return
  const starter = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === starter) return
    clearInterval(timer)
    end()
  }, 300).unref()
}

function port(name: string, text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    throw new RangeError(`${name} must be a port from 0 to 65535, not «${text}».`)
  }
  return number
}

function described({ dify, mcp }: Sandbox): string {
  const services = Object.values(mcp.services).map(({ url, description, credential }) => {
    const wants = credential ? `\n    ${credential.header}: ${credential.value}` : ''
    return `  ${url}\n    ${description}${wants}`
  })
  return `Dify ${dify.release}     ${dify.url}   (page: ${dify.url}/tools?category=mcp, access log: ${dify.url}/__log)
  accounts      ${dify.accounts.map(({ email, password }) => `${email} / ${password}`).join('\n                ')}
  admin key     ${dify.adminKey ?? 'off'}
  workspaces    ${dify.workspaces.map(({ name, id }) => `${name.padEnd(10)} ${id}`).join('\n                ')}

MCP servers
${services.join('\n')}
  ${mcp.url}/wrong/<kind>/mcp
    ${Object.keys(mcp.wrong).join(', ')}

Ctrl-C ends it.`
}
