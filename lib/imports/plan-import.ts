import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Database } from '#db/client.ts'
import { entryOf } from './entry.ts'
import { importFields } from './import-fields.ts'
import { type PlannedRow, Planner } from './planner.ts'
import { readText } from './read-text.ts'
import { hrefOf, readRegistered } from './registered.ts'
import type { ImportPreview, ImportRow, previewImportSchema } from './schema.ts'

/** What importing would do, and what it will write for it. */
export interface ImportPlan {
  preview: ImportPreview
  planned: PlannedRow[]
}

/** Works out what importing would do. Reads the database, writes nothing. */
export async function planImport(db: Database, input: z.output<typeof previewImportSchema>): Promise<ImportPlan> {
  const texts = input.texts.map(readText)
  const entered = new Map(
    Object.entries(input.values).flatMap(([name, value]) => (value.trim() === '' ? [] : [[name, value.trim()]])),
  )
  const preset = new Map(
    texts.flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([name, { default: value }]) =>
        value === undefined ? [] : [[name, value] as const],
      ),
    ),
  )
  const entries = texts.flatMap((text, index) =>
    text.found.map((found, place) => entryOf(found, `${index}.${place}`, index, entered, preset, input.choices)),
  )
  const registered = await readRegistered(
    db,
    entries.map(({ look }) => look.identifier),
    entries.flatMap(({ url }) => (url === undefined ? [] : [hrefOf(url)])),
  )
  const planner = new Planner(registered, texts)
  const planned: PlannedRow[] = []
  for (const entry of entries) planned.push(await planner.plan(entry))
  const rows = planned.map(({ row }) => row)
  const preview: ImportPreview = {
    texts: texts.map(({ name, format, found, faults, notes }) => ({
      name,
      format,
      servers: found.length,
      faults: faults.slice(0, 100),
      notes,
    })),
    rows,
    fields: importFields(texts, rows, entered),
    digest: digestOf(rows),
  }
  return { preview, planned }
}

function digestOf(rows: readonly ImportRow[]): string {
  const said = rows.map(({ key, verdict, identifier, serviceId, changes }) => [
    key,
    verdict,
    identifier,
    serviceId,
    changes,
  ])
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url')
}
