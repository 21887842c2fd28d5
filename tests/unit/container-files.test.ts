import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const dockerfile = fs.readFileSync('Dockerfile', 'utf8')
/** Instructions without comments, continued lines joined. */
const instructions = dockerfile
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter(Boolean)
const lastStage = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')))
const of = (name: string) => lastStage.filter((line) => line.startsWith(`${name} `))
const isThere = (command: string, args: string[]) => spawnSync(command, args).status === 0

describe('the Dockerfile', () => {
  it('begins every stage from one named version', () => {
    for (const line of instructions.filter((one) => one.startsWith('FROM ')))
      expect(line).toMatch(/^FROM node:24-bookworm-slim( AS \w+)?$/)
  })

  it('runs node itself as a user without rights, is asked for its health, and is stopped by a signal', () => {
    expect(of('USER')).toEqual(['USER 1000:1000'])
    expect(of('CMD')).toEqual(['CMD ["node", "server.ts"]'])
    expect(of('ENTRYPOINT')).toEqual([])
    expect(of('STOPSIGNAL')).toEqual(['STOPSIGNAL SIGTERM'])
    expect(of('VOLUME')).toEqual(['VOLUME /data'])
    expect(of('HEALTHCHECK').join()).toContain('CMD ["node", "health.mjs"]')
    expect(of('RUN').join()).not.toMatch(/npm|apt|curl/)
    expect(of('LABEL').join()).toMatch(/org\.opencontainers\.image\.(title|version|revision|licenses)/)
  })

  it('has no secret and nothing that it was not given by name', () => {
    expect(instructions.filter((line) => /^(ARG|ENV) .*(SECRET|KEY|PASSWORD|TOKEN)/.test(line))).toEqual([])
    expect(instructions.filter((line) => line.startsWith('ADD '))).toEqual([])
    const ignored = fs.readFileSync('.dockerignore', 'utf8').split('\n')
    expect(ignored.find((line) => line !== '' && !line.startsWith('#'))).toBe('*')
    for (const never of ['!tests', '!.git', '!.env', '!.data', '!docs', '!node_modules'])
      expect(ignored).not.toContain(never)
    for (const line of ignored)
      if (line.startsWith('!')) expect(fs.existsSync(line.slice(1)), `${line} names nothing`).toBe(true)
  })

  it.runIf(isThere('hadolint', ['--version']))('satisfies hadolint', () => {
    expect(execFileSync('hadolint', ['Dockerfile'], { encoding: 'utf8' })).toBe('')
  })
})

interface Service {
  image?: string
  depends_on?: Record<string, { condition: string }>
  environment?: Record<string, string>
  healthcheck?: { test: string[] }
  volumes?: string[]
  read_only?: boolean
}
const read = (file: string) =>
  parse(fs.readFileSync(file, 'utf8'), { merge: true }) as {
    services: Record<string, Service>
    volumes: Record<string, unknown>
  }

describe('the compose files', () => {
  const { services, volumes } = read('compose.yaml')

  it('stop with a sentence where a secret is not set', () => {
    for (const name of ['AUTH_SECRET', 'SEALING_KEYS'] as const)
      expect(services.web?.environment?.[name]).toMatch(new RegExp(`^\\$\\{${name}:\\?set ${name} .+\\}$`))
    expect(services.database?.environment?.POSTGRES_PASSWORD).toMatch(/^\$\{DATABASE_PASSWORD:\?set .+\}$/)
    expect(services.worker?.environment?.DATABASE_URL).toContain('${DATABASE_PASSWORD:?set ')
  })

  it('start in the order of health, with what is named', () => {
    for (const { depends_on = {} } of Object.values(services))
      for (const [name, { condition }] of Object.entries(depends_on)) {
        expect(condition).toBe('service_healthy')
        expect(services[name]?.healthcheck).toBeDefined()
      }
    const demo = read('compose.demo.yaml')
    for (const name of Object.keys(demo.services)) expect(services).toHaveProperty(name)
    const named = { ...volumes, ...demo.volumes }
    for (const one of [...Object.values(services), ...Object.values(demo.services)])
      for (const volume of one.volumes ?? []) expect(named).toHaveProperty(volume.split(':')[0] ?? '')
  })

  it('give our containers a root that can only be read', () => {
    expect([services.web?.read_only, services.worker?.read_only]).toEqual([true, true])
  })

  it.runIf(isThere('docker', ['compose', 'version']))('satisfy docker compose', () => {
    const env = { ...process.env, DATABASE_PASSWORD: 'x', AUTH_SECRET: 'x', SEALING_KEYS: 'x' }
    const files = ['--file', 'compose.yaml', '--file', 'compose.demo.yaml']
    execFileSync('docker', ['compose', ...files, 'config', '--quiet'], { env, stdio: 'pipe' })
  })
})
