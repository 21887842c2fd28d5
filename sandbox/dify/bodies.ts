import { isObject, type Json, type JsonObject, parseJson } from '../json.ts'
import { type Call, Refusal, refusal } from './http.ts'
import { repr, typeName } from './python.ts'
import type { BodyRules } from './release.ts'

/** What a body must hold: the field's name, and whether it may be missing. In the order in which Dify asks. */
export interface Field {
  readonly name: string
  readonly required: boolean
  readonly kind: 'text' | 'object' | 'texts' | 'any'
}

export interface BodyModel {
  /** The name of the class that Dify validates with; it stands in its messages. */
  readonly name: string
  readonly fields: readonly Field[]
}

interface Fault {
  readonly type: 'missing' | 'string_type' | 'dict_type'
  readonly at: readonly string[]
  readonly input: Json
}

const SAYS: Record<Fault['type'], string> = {
  missing: 'Field required',
  string_type: 'Input should be a valid string',
  dict_type: 'Input should be a valid dictionary',
}

/**
 * The body of a call as an object that fits the model, by the rules of one release.
 * @throws Refusal in that release's own words.
 */
export function readBody(call: Call, model: BodyModel, rules: BodyRules, pydantic: string): JsonObject {
  return check(readObject(call, rules), model, rules, pydantic)
}

/** The same for the query of a call: the values are texts. */
export function readQuery(call: Call, model: BodyModel, pydantic: string): JsonObject {
  return check(Object.fromEntries(call.query), model, 'unprocessable', pydantic)
}

function readObject(call: Call, rules: BodyRules): JsonObject {
  const lenient = rules === 'restx' || rules === 'unprocessable'
  const isJson = /^application\/([\w.]+\+)?json\b/i.test(call.headers['content-type'] ?? '')
  if (!isJson) {
    if (lenient) return {}
    const message = "Did not attempt to load JSON data because the request Content-Type was not 'application/json'."
    throw refusal(415, 'unsupported_media_type', message)
  }
  const parsed = parseJson(call.body)
  if (isObject(parsed)) return parsed
  if (lenient || parsed !== undefined) return {}
  throw refusal(400, 'bad_request', 'The browser (or proxy) sent a request that this server could not understand.')
}

function check(data: JsonObject, model: BodyModel, rules: BodyRules, pydantic: string): JsonObject {
  const strict = rules === 'pydantic' || rules === 'unprocessable'
  const faults = model.fields.flatMap((field) => faultsOf(field, data, strict))
  const first = faults[0]
  if (!first) return data
  const missing = 'Missing required parameter in the JSON body'
  switch (rules) {
    case 'reqparse':
      throw new Refusal(400, { code: 'invalid_param', message: missing, params: first.at.join('.') })
    case 'restx':
      throw new Refusal(400, {
        errors: { [first.at.join('.')]: missing },
        message: 'Input payload validation failed',
      })
    case 'pydantic':
      throw refusal(400, 'invalid_param', spelledOut(faults, model, pydantic))
    case 'unprocessable':
      throw refusal(422, 'unprocessable_entity', JSON.stringify(faults.map((fault) => entry(fault, pydantic))))
  }
}

function faultsOf(field: Field, data: JsonObject, strict: boolean): Fault[] {
  const value = data[field.name]
  if (value === undefined || (value === null && !strict)) {
    return field.required ? [{ type: 'missing', at: [field.name], input: data }] : []
  }
  if (!strict || field.kind === 'any' || (value === null && !field.required)) return []
  if (field.kind === 'text') {
    return typeof value === 'string' ? [] : [{ type: 'string_type', at: [field.name], input: value }]
  }
  if (!isObject(value)) return [{ type: 'dict_type', at: [field.name], input: value }]
  if (field.kind === 'object') return []
  return Object.entries(value).flatMap(([key, member]): Fault[] =>
    typeof member === 'string' ? [] : [{ type: 'string_type', at: [field.name, key], input: member ?? null }],
  )
}

function spelledOut(faults: readonly Fault[], model: BodyModel, pydantic: string): string {
  const lines = [`${faults.length} validation error${faults.length > 1 ? 's' : ''} for ${model.name}`]
  for (const { type, at, input } of faults) {
    lines.push(at.join('.'))
    lines.push(`  ${SAYS[type]} [type=${type}, input_value=${shorten(repr(input))}, input_type=${typeName(input)}]`)
    lines.push(`    For further information visit https://errors.pydantic.dev/${pydantic}/v/${type}`)
  }
  return lines.join('\n')
}

function entry({ type, at, input }: Fault, pydantic: string): JsonObject {
  return { type, loc: at, msg: SAYS[type], input, url: `https://errors.pydantic.dev/${pydantic}/v/${type}` }
}

/** Pydantic shows at most 50 characters of what it was given. */
function shorten(text: string): string {
  const letters = [...text]
  return letters.length > 50 ? `${letters.slice(0, 25).join('')}...${letters.slice(-24).join('')}` : text
}
