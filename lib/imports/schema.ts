import { z } from 'zod'

/** Bytes of all texts together; a file above it is refused before it is read. */
export const MOST_BYTES = 5 * 1024 * 1024
export const MOST_TEXTS = 50

const textsSchema = z
  .array(z.object({ name: z.string().trim().min(1).max(200), text: z.string() }))
  .min(1, 'Paste a text, or choose a file.')
  .max(MOST_TEXTS, `At most ${MOST_TEXTS} texts at once.`)

/** What to do with a row: as the preview proposes, or otherwise. */
const CHOICES = ['take', 'rename', 'update', 'skip'] as const
export type Choice = (typeof CHOICES)[number]

/** Input of `previewImport`. */
export const previewImportSchema = z.object({
  texts: textsSchema,
  /** What was entered for the variables of the texts, by their names. */
  values: z.record(z.string().max(200), z.string().max(8192, 'Is longer than 8,192 characters.')).default({}),
  /** Choices by the row's key. */
  choices: z.record(z.string().max(40), z.enum(CHOICES)).default({}),
})

/** Input of `applyImport`: the same, and what the preview said it would do. */
export const applyImportSchema = previewImportSchema.extend({ digest: z.string().max(100) })

export type PreviewImportInput = z.input<typeof previewImportSchema>
export type ApplyImportInput = z.input<typeof applyImportSchema>

export const VERDICTS = ['create', 'update', 'unchanged', 'skip', 'conflict', 'stdio', 'fault'] as const
/** What importing does with a row. `conflict`: needs a choice, nothing happens without; `fault`: cannot be taken, its reason says why. */
export type RowVerdict = (typeof VERDICTS)[number]

/** One server of the texts, and what importing does with it. Nothing in it is secret. */
export interface ImportRow {
  key: string
  /** Index of its text, and its line there (from 1). */
  text: number
  line: number
  /** As the service will be called. */
  name: string
  identifier: string
  iconEmoji: string
  iconColor: string
  /** With its placeholders, as long as they are open; empty for a program. */
  url: string
  /** «Bearer token, from the text», never a value. */
  credential: string
  verdict: RowVerdict
  /** Of a conflict, a fault, a skip: why. */
  reason: string | null
  /** Of an update: field, old, new, as people read them. */
  changes: { field: string; from: string; to: string }[]
  notes: string[]
  /** Names of the variables that it waits for. */
  asks: string[]
  /** What can be chosen instead; empty when nothing can. */
  choices: Choice[]
  /** The identifier that `rename` gives it. */
  renamed: string | null
  /** The registered service that it is. */
  serviceId: string | null
}

/** A variable of the texts, to be filled in. */
export interface ImportField {
  name: string
  label: string
  secret: boolean
  /** It becomes part of the URL, which everybody who may see services can read. */
  inUrl: boolean
  /** What it is when nothing is entered. */
  default: string | null
  /** Whether a row that is taken waits for it. */
  needed: boolean
  /** The services that it is for. */
  for: string[]
  /** What is wrong with what was entered. */
  error: string | null
}

/** What importing would do; nothing of it is stored. */
export interface ImportPreview {
  texts: {
    name: string
    /** «Cursor»; null when it was not recognised. */
    format: string | null
    servers: number
    faults: { line: number; message: string }[]
    notes: string[]
  }[]
  rows: ImportRow[]
  fields: ImportField[]
  /** Tells this outcome from another one; `applyImport` wants it back. */
  digest: string
}

/** What an import did. */
export interface ImportOutcome {
  created: number
  updated: number
  unchanged: number
  left: number
  serviceIds: string[]
}
