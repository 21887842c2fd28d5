import type { ReadText } from './found.ts'
import { variablesOf } from './placeholders.ts'
import type { ImportField, ImportRow } from './schema.ts'

const SECRET_NAME = /auth|token|secret|key|passw|pwd|credential|basic|bearer/i
/** Names of services that a field lists; there may be a thousand. */
const MOST_NAMES = 5

/** The variables of the texts as fields, each once, in the order in which they stand. What may be a secret is one. */
export function importFields(
  texts: readonly ReadText[],
  rows: readonly ImportRow[],
  entered: ReadonlyMap<string, string>,
): ImportField[] {
  const fields = new Map<string, ImportField>()
  const inputs = Object.assign({}, ...texts.map((text) => text.inputs)) as ReadText['inputs']
  const byKey = new Map(rows.map((row) => [row.key, row]))
  const add = (
    row: ImportRow,
    { variable, default: preset }: { variable: string; default?: string },
    inUrl: boolean,
  ) => {
    const said = inputs[variable]
    const field = fields.get(variable) ?? {
      ...{ name: variable, label: said?.label ?? variable, inUrl: false, needed: false, for: [], error: null },
      secret: said?.secret ?? (!inUrl || SECRET_NAME.test(variable)),
      default: null,
    }
    field.inUrl ||= inUrl
    field.secret ||= !inUrl && said?.secret !== false
    // The default of a secret stays where it is.
    if (!field.secret) field.default ??= said?.default ?? preset ?? null
    field.needed ||= row.asks.includes(variable)
    if (field.for.length < MOST_NAMES && !field.for.includes(row.name)) field.for.push(row.name)
    fields.set(variable, field)
  }
  texts.forEach(({ found }, text) => {
    found.forEach((server, place) => {
      const row = byKey.get(`${text}.${place}`)
      if (row === undefined || !['create', 'update', 'unchanged'].includes(row.verdict)) return
      for (const each of variablesOf(server.url ?? '')) add(row, each, true)
      const templates = [...Object.values(server.headers), ...Object.values(server.oauthClient ?? {})]
      for (const template of templates)
        if (typeof template === 'string') for (const each of variablesOf(template)) add(row, each, false)
    })
  })
  return [...fields.values()].map((field) => ({ ...field, error: errorOf(entered.get(field.name)) }))
}

function errorOf(value: string | undefined): string | null {
  if (value === undefined) return null
  if (/[\r\n]/.test(value)) return 'Holds a line break. Paste it as one line.'
  return variablesOf(value).length > 0 ? 'Is a placeholder itself. Enter the value that it stands for.' : null
}
