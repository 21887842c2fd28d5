import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'

const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-migrations-'))
afterAll(() => fs.rmSync(copy, { recursive: true }))

it('the committed migrations bring a database to exactly the schema', () => {
  fs.cpSync('drizzle', copy, { recursive: true })
  const before = fs.readdirSync(copy).sort()
  execFileSync(
    'node_modules/.bin/drizzle-kit',
    [
      'generate',
      '--dialect=postgresql',
      '--schema=./db/schema/index.ts',
      '--casing=snake_case',
      `--out=${path.relative('.', copy)}`,
    ],
    { stdio: 'pipe' },
  )
  const added = fs.readdirSync(copy).filter((name) => !before.includes(name))
  expect(added, 'the schema changed without its migration: run «npm run migrations»').toEqual([])
}, 60_000)
