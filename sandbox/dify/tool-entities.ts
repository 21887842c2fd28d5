import { isObject, type Json, type JsonObject } from '../json.ts'
import type { Traits } from './release.ts'
import type { McpTool, Provider } from './state.ts'

/** The same text in each of Dify's languages. */
export function translated(text: string): JsonObject {
  return { en_US: text, zh_Hans: text, pt_BR: text, ja_JP: text }
}

/** A provider's tools as Dify describes them. */
export function toolEntities(traits: Traits, { author }: Provider, tools: readonly McpTool[]): JsonObject[] {
  return tools.map((tool) => ({
    author,
    name: tool.name,
    label: translated(tool.name),
    description: translated(tool.description),
    parameters: parametersOf(traits, tool.inputSchema),
    labels: [],
    output_schema: traits.emptyIsNull ? null : (tool.outputSchema ?? {}),
  }))
}

/** One parameter for each property of the schema; whole numbers are numbers, and only compound types keep a schema. */
function parametersOf(traits: Traits, schema: JsonObject): JsonObject[] {
  const { properties, required } = schema
  if (!isObject(properties)) return []
  return Object.entries(properties).map(([name, property]): JsonObject => {
    const { description, type } = isObject(property) ? property : {}
    const told = typeof description === 'string' ? description : ''
    const kind = parameterType(type)
    return {
      name,
      label: translated(name),
      placeholder: null,
      scope: null,
      auto_generate: null,
      template: null,
      required: Array.isArray(required) && required.includes(name),
      default: null,
      min: null,
      max: null,
      precision: null,
      options: [],
      type: kind,
      ...(traits.parameterMultiple && { multiple: false }),
      human_description: translated(told),
      form: 'llm',
      llm_description: told,
      input_schema: kind === 'array' || kind === 'object' ? (property ?? null) : null,
    }
  })
}

function parameterType(type: Json | undefined): string {
  const first = Array.isArray(type) ? type[0] : type
  if (first === 'integer' || first === 'float') return 'number'
  return typeof first === 'string' ? first : 'string'
}

/** The tool as lists show it before 1.16: a parameter without a schema has no such member. */
export function withoutEmptySchemas(tool: JsonObject): JsonObject {
  const parameters = Array.isArray(tool.parameters) ? tool.parameters : []
  return {
    ...tool,
    parameters: parameters.map((parameter: Json) =>
      isObject(parameter) && parameter.input_schema === null ? { ...parameter, input_schema: undefined } : parameter,
    ),
  }
}
