import { randomBytes } from 'node:crypto'
import postgres from 'postgres'

const SERVER = process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'

/** Whether the PostgreSQL for tests answers: `TEST_DATABASE_URL`, else the one on this machine. */
export async function postgresAnswers(): Promise<boolean> {
  try {
    await onServer((server) => server`select 1`)
    return true
  } catch {
    return false
  }
}

/** Makes an empty database on it; `drop` removes it, whoever is still connected. */
export async function createDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `ferry_test_${randomBytes(6).toString('hex')}`
  await onServer((server) => server.unsafe(`create database ${name}`))
  const url = new URL(SERVER)
  url.pathname = `/${name}`
  return {
    url: url.href,
    drop: async () => {
      await onServer((server) => server.unsafe(`drop database if exists ${name} with (force)`))
    },
  }
}

async function onServer<T>(work: (server: postgres.Sql) => Promise<T>): Promise<T> {
  const server = postgres(SERVER, { max: 1, connect_timeout: 3, onnotice: () => {} })
  try {
    return await work(server)
  } finally {
    await server.end({ timeout: 5 })
  }
}
