import { parseArgs } from 'node:util'
import { FerryError, parseEnvironment } from '#lib/core/index.ts'
import { type CheckReport, checkService, legacyReach, type McpTarget } from '#lib/mcp/index.ts'

/** The platform whose reach is told: all releases of it that are known speak the legacy era and read one page. */
const PLATFORM = 'Dify'
const USAGE = `Usage: npm run -s check -- <url> [--header 'Name: value']… [--transport auto|streamable_http|sse] [--timeout seconds] [--json]

Asks an MCP service whether it serves tools, and what ${PLATFORM} gets of them.
  --header     sent with every request; may be given several times
  --transport  default auto
  --timeout    one deadline for the whole check, 1 to 300 seconds, default 15
  --json       one JSON object: status, code, message, next, transport, eras, protocolVersion, tools and pages (numbers),
               ms, reach ({ kind, gets, of, sentence }); what was not found out is null

Ends with 0 when the service is normal, 1 when it is abnormal, 2 when it was called wrongly.`

class UsageError extends Error {}

interface Command {
  target: McpTarget
  json: boolean
}

function parseCommand(args: string[]): Command | undefined {
  const { values, positionals } = parsed(args)
  if (values.help) return undefined
  const [url, ...more] = positionals
  if (url === undefined) throw new UsageError('The address of the service is missing.')
  if (more.length > 0) throw new UsageError(`One address at a time; «${more[0]}» is one too many.`)
  if (!URL.canParse(url) || !/^https?:/i.test(url))
    throw new UsageError(`«${url}» is not an address that begins with http:// or https://.`)
  const transport = (['auto', 'streamable_http', 'sse'] as const).find((known) => known === values.transport)
  if (transport === undefined) throw new UsageError('--transport takes auto, streamable_http or sse.')
  const seconds = Number(values.timeout)
  if (!(seconds >= 1 && seconds <= 300)) throw new UsageError('--timeout takes 1 to 300 seconds.')
  const headers = Object.fromEntries((values.header ?? []).map(parseHeader))
  return { target: { url, transport, headers, deadlineMs: seconds * 1000 }, json: values.json ?? false }
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        header: { type: 'string', multiple: true, short: 'H' },
        transport: { type: 'string', default: 'auto' },
        timeout: { type: 'string', default: '15' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function parseHeader(text: string): [string, string] {
  const [, name, value] = /^([^\s:]+):\s*(\S.*)$/.exec(text) ?? []
  // The text is not repeated: it holds a secret.
  if (name === undefined || value === undefined) throw new UsageError("--header takes 'Name: value'.")
  return [name, value.trimEnd()]
}

function asJson(report: CheckReport): string {
  const { status, code, message } = report
  return JSON.stringify({
    status,
    code,
    message,
    next: report.next ?? null,
    transport: report.transport ?? null,
    eras: report.eras,
    protocolVersion: report.protocolVersion ?? null,
    tools: report.tools.length,
    pages: report.pages ?? null,
    ms: report.ms,
    reach: legacyReach(report, PLATFORM),
  })
}

function asText(report: CheckReport, url: string): string {
  const server = [report.serverName, report.serverVersion].filter((part) => part !== undefined).join(' ')
  const rows: [string, string | undefined][] = [
    ['Server', server || undefined],
    ['Transport', report.transport === 'sse' ? 'SSE' : report.transport && 'Streamable HTTP'],
    ['Protocol', report.protocolVersion && `MCP ${report.protocolVersion} (${report.eras.join(' and ')})`],
    ['Tools', report.pages === undefined ? undefined : report.tools.map(({ name }) => name).join(', ') || 'none'],
    ['Reach', legacyReach(report, PLATFORM).sentence],
  ]
  const width = Math.max(0, ...report.exchange.map(({ what }) => what.length))
  return [
    `${report.status}: ${report.message}`,
    ...(report.next === undefined ? [] : [`Next: ${report.next}`]),
    '',
    ...rows.flatMap(([name, value]) => (value === undefined ? [] : [`${name.padEnd(10)} ${printable(value)}`])),
    '',
    `Exchange with ${new URL(url).host}, ${report.ms} ms:`,
    ...report.exchange.map(({ what, answer, ms }) => `  ${what.padEnd(width)}  ${answer}  (${ms} ms)`),
  ].join('\n')
}

/** Names come from the service: control characters would reach the terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '�')
}

try {
  const command = parseCommand(process.argv.slice(2))
  if (command === undefined) console.log(USAGE)
  else {
    // Only this variable: the rest of the environment may be that of a deployment whose keys are not here.
    const { OUTBOUND_DENY } = parseEnvironment({ OUTBOUND_DENY: process.env.OUTBOUND_DENY })
    const report = await checkService(command.target, { remember: false, deny: OUTBOUND_DENY })
    console.log(command.json ? asJson(report) : asText(report, command.target.url))
    process.exitCode = report.status === 'normal' ? 0 : 1
  }
} catch (error) {
  if (error instanceof UsageError) console.error(`${error.message}\n\n${USAGE}`)
  else if (error instanceof FerryError) console.error(`${error.message} ${error.next ?? ''}`.trimEnd())
  else throw error
  process.exitCode = 2
}
