import type { Remote, RemoteHeader, RemoteInput } from './entry.ts'

/** A field of the form that a remote becomes: one a variable, or one a header whose value is open. */
export interface RemoteField {
  /** Unique within the remote: `url.tenant`, `header.X-API-Key`, `header.Authorization.token`. */
  key: string
  label: string
  description: string | null
  required: boolean
  secret: boolean
  /** It becomes part of the URL, which everybody who may see services can read. */
  inUrl: boolean
  /** What the field begins with. */
  default: string
  placeholder: string | null
  choices: string[]
  number: boolean
}

/** A part of a template: text as it is, or a variable in braces. */
type Part = { text: string } | { variable: string }

/** `{name}` and `${name}`; publishers write both. */
const VARIABLE = /\$?\{([^{}\s]{1,64})\}/g
const SECRET_NAME = /auth|token|secret|key|password|credential/i

/** Takes a template apart. */
export function templateParts(template: string): Part[] {
  const parts: Part[] = []
  let from = 0
  for (const found of template.matchAll(VARIABLE)) {
    if (found.index > from) parts.push({ text: template.slice(from, found.index) })
    parts.push({ variable: found[1] ?? '' })
    from = found.index + found[0].length
  }
  if (from < template.length) parts.push({ text: template.slice(from) })
  return parts
}

/** The variables of a template in their order, each once. */
function variablesOf(template: string): string[] {
  return [...new Set(templateParts(template).flatMap((part) => ('variable' in part ? [part.variable] : [])))]
}

/**
 * What somebody has to be asked before a remote can be used. A variable that its publisher did not describe is asked for too: the
 * format would leave its braces as they stand, and such an address or header is never right. Values that are set are not asked for.
 */
export function remoteFields(remote: Remote): RemoteField[] {
  const inUrl = variablesOf(remote.url)
    .filter((name) => remote.variables[name]?.value === undefined)
    .map((name) => ({
      ...field(`url.${name}`, name, remote.variables[name], { required: true }),
      inUrl: true,
    }))
  return [...inUrl, ...remote.headers.flatMap(headerFields)]
}

function headerFields(header: RemoteHeader): RemoteField[] {
  const { name, value, isSecret, isRequired } = header
  if (value === undefined)
    return [field(`header.${name}`, name, header, { required: isRequired, secret: SECRET_NAME.test(name) })]
  return variablesOf(value)
    .filter((variable) => header.variables[variable]?.value === undefined)
    .map((variable) =>
      field(
        `header.${name}.${variable}`,
        variable,
        header.variables[variable] ?? { ...NOTHING_SAID, description: header.description },
        // What nobody described is a secret in a header that looks like one.
        {
          required: isRequired || header.variables[variable] === undefined,
          secret: isSecret || (header.variables[variable] === undefined && SECRET_NAME.test(`${name} ${variable}`)),
        },
      ),
    )
}

const NOTHING_SAID: RemoteInput = { isRequired: false, isSecret: false, format: 'string', choices: [] }

function field(
  key: string,
  label: string,
  input: RemoteInput = NOTHING_SAID,
  also: { required?: boolean; secret?: boolean } = {},
): RemoteField {
  const { description = null, isRequired, isSecret, format, placeholder = null } = input
  const choices = format === 'boolean' && input.choices.length === 0 ? ['true', 'false'] : input.choices
  const preset = input.default ?? ''
  return {
    ...{ key, label, description, placeholder, choices },
    required: isRequired || (also.required ?? false),
    secret: isSecret || (also.secret ?? false),
    inUrl: false,
    // A default outside the choices could not be chosen.
    default: choices.length > 0 && !choices.includes(preset) ? '' : preset,
    number: format === 'number',
  }
}
