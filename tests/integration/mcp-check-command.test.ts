import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type McpServers, startMcpServers } from '#sandbox/index.ts'

let servers: McpServers
let folder: string
beforeAll(async () => {
  servers = await startMcpServers()
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-check-'))
})
afterAll(async () => {
  await servers.close()
  fs.rmSync(folder, { recursive: true })
})

/** Runs the command with an empty environment and an empty data folder. */
const check = (...args: string[]) => checkIn({}, ...args)

function checkIn(more: Record<string, string>, ...args: string[]): Promise<{ exit: number; out: string; err: string }> {
  const env = { NODE_ENV: 'test' as const, PATH: process.env.PATH, DATA_DIR: path.join(folder, 'data'), ...more }
  return new Promise((resolve) => {
    execFile(process.execPath, ['scripts/check.ts', ...args], { env }, (error, out, err) =>
      resolve({ exit: error === null ? 0 : Number(error.code), out, err }),
    )
  })
}

describe('npm run check', () => {
  it('gives one JSON object and 0 for a normal service, without touching keys or a database', async () => {
    const { exit, out, err } = await check(servers.services['price-list'].url, '--json')
    expect({ exit, err }).toEqual({ exit: 0, err: '' })
    expect(JSON.parse(out)).toEqual({
      status: 'normal',
      code: 'normal',
      message: 'The service answers with 60 tools on 6 pages.',
      next: null,
      transport: 'streamable_http',
      eras: ['legacy', 'modern'],
      protocolVersion: '2026-07-28',
      tools: 60,
      pages: 6,
      ms: expect.any(Number),
      reach: { kind: 'partial', gets: 10, of: 60, sentence: 'Dify gets 10 of 60 tools, it reads only the first page.' },
    })
    expect(fs.readdirSync(folder)).toEqual([])
  })

  it('gives 1 for an abnormal one, within the deadline that was set', async () => {
    const { exit, out } = await check(servers.wrong.silent ?? '', '--json', '--timeout', '1')
    expect(exit).toBe(1)
    const report = JSON.parse(out)
    expect(report).toMatchObject({ status: 'abnormal', code: 'timed_out', transport: null, eras: [], pages: null })
    expect(report.ms).toBeLessThan(2000)
  })

  it('sends headers, and shows the exchange without them', async () => {
    const { url, credential } = servers.services.handbook
    const value = credential?.value ?? ''
    const { exit, out } = await check(url, '--header', `Authorization: ${value}`)
    expect(exit).toBe(0)
    expect(out).toMatch(/^normal: The service answers with \d+ tools\.$/m)
    expect(out).toMatch(/^Reach {6}Dify gets all \d+ tools\.$/m)
    expect(out).toMatch(/^ {2}POST initialize +200 {2}\(\d+ ms\)$/m)
    expect(out).not.toContain(value)
  })

  it('takes a transport', async () => {
    const { exit, out } = await check(servers.services.clock.url, '--transport', 'sse', '--json')
    expect([exit, JSON.parse(out).transport]).toEqual([0, 'sse'])
  })

  it.each([
    [[], 'The address of the service is missing.'],
    [['nonsense'], '«nonsense» is not an address that begins with http:// or https://.'],
    [['http://a/mcp', 'http://b/mcp'], 'One address at a time'],
    [['http://a/mcp', '--transport', 'carrier-pigeon'], '--transport takes auto, streamable_http or sse.'],
    [['http://a/mcp', '--timeout', 'soon'], '--timeout takes 1 to 300 seconds.'],
    [['http://a/mcp', '--header', 'no-colon-s3cret'], "--header takes 'Name: value'."],
    [['http://a/mcp', '--unknown'], "Unknown option '--unknown'"],
  ])('called wrongly (%j): 2, and how it is called', async (args, message) => {
    const { exit, out, err } = await check(...args)
    expect([exit, out]).toEqual([2, ''])
    expect(err).toContain(message)
    expect(err).toContain('Usage: npm run -s check')
    expect(err).not.toContain('s3cret')
  })

  it('works in the environment of a deployment whose keys are elsewhere, and honours OUTBOUND_DENY', async () => {
    const { url } = servers.services.weather
    const deployment = await checkIn({ DATABASE_URL: 'postgres://nowhere.invalid/ferry' }, url, '--json')
    expect([deployment.exit, deployment.err]).toEqual([0, ''])
    const denied = await checkIn({ OUTBOUND_DENY: '127.0.0.0/8' }, url, '--json')
    expect([denied.exit, JSON.parse(denied.out).code]).toEqual([1, 'address_denied'])
    const unreadable = await checkIn({ OUTBOUND_DENY: 'nonsense' }, url)
    expect([unreadable.exit, unreadable.out]).toEqual([2, ''])
    expect(unreadable.err).toContain('«nonsense» is not an address range.')
  })

  it('explains itself', async () => {
    const { exit, out } = await check('--help')
    expect([exit, out.startsWith('Usage:')]).toEqual([0, true])
  })
})
