/** One argument of a tool, read out of its JSON schema. */
export interface ToolArgument {
  name: string
  /** «string», «integer», «string[]», «"a" | "b"»; «any» where the schema does not say. */
  type: string
  required: boolean
  /** What it is, with its default. */
  text: string
}

type Schema = Record<string, unknown>

/** The arguments that a tool's input schema names, required ones first. Reads any JSON: a service may send whatever it likes. */
export function toolArguments(inputSchema: Schema): ToolArgument[] {
  const required = new Set(Array.isArray(inputSchema.required) ? inputSchema.required : [])
  return Object.entries(record(inputSchema.properties))
    .map(([name, property]) => {
      const schema = record(property)
      const preset = schema.default === undefined ? '' : `otherwise ${JSON.stringify(schema.default)}`
      const description = typeof schema.description === 'string' ? schema.description : ''
      return {
        name,
        type: typeText(schema),
        required: required.has(name),
        text: [description, preset].filter((part) => part !== '').join(', '),
      }
    })
    .sort((a, b) => Number(b.required) - Number(a.required))
}

const SHOWN_VALUES = 6

function typeText(schema: Schema): string {
  if (Array.isArray(schema.enum)) {
    const values = schema.enum.slice(0, SHOWN_VALUES).map((value) => JSON.stringify(value))
    return values.join(' | ') + (schema.enum.length > SHOWN_VALUES ? ' | …' : '')
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  const branches = [schema.anyOf, schema.oneOf].find(Array.isArray)
  if (branches) return [...new Set(branches.map((branch: unknown) => typeText(record(branch))))].join(' | ')
  if (Array.isArray(schema.type)) return schema.type.join(' | ')
  if (schema.type === 'array') return `${typeText(record(schema.items))}[]`
  return typeof schema.type === 'string' ? schema.type : 'any'
}

function record(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {}
}
