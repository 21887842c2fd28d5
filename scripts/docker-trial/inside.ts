/**
 * What `node --import` takes to have `work` in the same process from before its first line: to look at what no page shows. `work` goes over
 * as its source: it uses nothing from around it.
 */
export function imported<Args extends unknown[]>(work: (...args: Args) => unknown, ...args: Args): string {
  return `data:text/javascript,${encodeURIComponent(`(${work})(...${JSON.stringify(args)})`)}`
}

/** The command with which a container runs the image's own `server.ts`, with `work` in the same process (`imported`). */
export function beside<Args extends unknown[]>(work: (...args: Args) => unknown, ...args: Args): string[] {
  return ['node', '--import', imported(work, ...args), 'server.ts']
}

/** Where a provider is created in Dify. */
export const CREATE_PATH = '/console/api/workspaces/current/tool-provider/mcp'

/** What the process keeps on `globalThis`: db/client.ts, lib/demo/host.ts. */
interface Ours {
  database?: Promise<{ driver: { pglite: { transaction: Transaction } } }>
  demo?: { sandbox(): Promise<{ dify: { slowDown(by: (call: { method: string; path: string }) => number): void } }> }
}
type Transaction = <T>(work: (tx: { query(text: string): Promise<{ rows: never[] }> }) => Promise<T>) => Promise<T>

/**
 * For `beside`: creating a provider in the demo's Dify takes `createMs`, and with `rowsPort` every row of the embedded database is told
 * there, as the process itself has it at one moment: by table, each row under its primary key.
 */
export async function slowDemoAndRows({
  createPath,
  createMs,
  rowsPort,
}: {
  createPath: string
  createMs: number
  rowsPort?: number
}): Promise<void> {
  const ours = <Name extends keyof Ours>(name: Name): Ours[Name] =>
    (globalThis as unknown as Record<symbol, never>)[Symbol.for(`mcp-ferry.${name}`)]

  const looking = setInterval(async () => {
    const demo = ours('demo')
    if (demo === undefined) return
    clearInterval(looking)
    const { dify } = await demo.sandbox()
    dify.slowDown(({ method, path }) => (method === 'POST' && path === createPath ? createMs : 0))
  }, 50)
  looking.unref()

  if (rowsPort === undefined) return
  const { createServer } = await import('node:http')
  const rows = createServer(async (_request, response) => {
    const database = await ours('database')
    const tables = await database?.driver.pglite.transaction(async (tx) => {
      const found: { name: string; key: string[] }[] = (
        await tx.query(`
          select c.relname as name, array(select a.attname::text from pg_index i
            join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
            where i.indrelid = c.oid and i.indisprimary order by a.attnum) as key
          from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by c.relname`)
      ).rows
      const told: Record<string, Record<string, unknown>> = {}
      for (const { name, key } of found) {
        const ofTable: { row: Record<string, unknown> }[] = (
          await tx.query(`select row_to_json(t) as row from public."${name}" t`)
        ).rows
        told[name] = Object.fromEntries(ofTable.map(({ row }) => [key.map((part) => row[part]).join(' '), row]))
      }
      return told
    })
    response.end(JSON.stringify(tables))
  })
  rows.listen(rowsPort, '0.0.0.0').unref()
}
