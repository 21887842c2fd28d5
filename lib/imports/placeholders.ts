/** A part of a template: text as it is, or a variable. */
type Part = { text: string } | { variable: string; default?: string }

/** Every way in which clients write «put something here», none of which may be taken literally. */
const PLACEHOLDER = new RegExp(
  [
    // Continue: ${{ secrets.NAME }}
    String.raw`\$\{\{\s*(?:secrets|inputs|env)\.(?<secret>[\w.-]{1,64})\s*\}\}`,
    // VS Code: ${input:id}, ${config:id}, ${command:id}; Cursor, Roo Code, Windsurf, VS Code: ${env:NAME}
    String.raw`\$\{(?:input|env|config|command):(?<named>[\w.-]{1,64})\}`,
    // Windsurf: ${file:/path}, what stands in a file there
    String.raw`\$\{file:(?<file>[^{}]{1,190})\}`,
    // Claude, LibreChat, goose and most others: ${NAME}, ${NAME:-default}
    String.raw`\$\{\s{0,8}(?<braced>[A-Za-z_]\w{0,63})\s{0,8}(?::-(?<preset>[^}]{0,2048}))?\}`,
    // LibreChat, Open WebUI: {{NAME}}; Open WebUI: {{USER_SECRET:name}}
    String.raw`\{\{\s*(?:USER_SECRET:(?<held>[A-Za-z_][\w.-]{0,63})|(?<double>[A-Za-z_]\w{0,63}))\s*\}\}`,
    // Gemini CLI, goose: $NAME
    String.raw`(?<![\w$])\$(?<plain>[A-Z][A-Z0-9_]+)\b`,
    // By hand: <your token>, YOUR_TOKEN
    '<(?<angle>[A-Za-z][^<>]{0,63})>',
    String.raw`(?<!\w|-)(?<your>YOUR[_-][A-Z0-9_-]{2,60}|[Yy]our[ _-](?:[Aa]uthorization|(?:api[ _-])?(?:key|token|secret|password))(?:[ _-]here)?)(?![\w-])`,
  ].join('|'),
  'g',
)

/** Takes a template apart into text and variables. Pure. */
export function templateParts(template: string): Part[] {
  const parts: Part[] = []
  let from = 0
  for (const found of template.matchAll(PLACEHOLDER)) {
    const { preset, ...names } = found.groups ?? {}
    const variable = (Object.values(names).find((name) => name !== undefined) ?? '').trim()
    if (found.index > from) parts.push({ text: template.slice(from, found.index) })
    parts.push({ variable, ...(preset !== undefined && preset !== '' && { default: preset }) })
    from = found.index + found[0].length
  }
  if (from < template.length) parts.push({ text: template.slice(from) })
  return parts
}

/** The variables of a template, with the defaults written there. */
export function variablesOf(template: string): { variable: string; default?: string }[] {
  return templateParts(template).flatMap((part) => ('variable' in part ? [part] : []))
}

/** A template with the values of its variables in it; undefined when one has neither a value nor a default. */
export function fillIn(template: string, values: ReadonlyMap<string, string>): string | undefined {
  let filled = ''
  for (const part of templateParts(template)) {
    const text = 'text' in part ? part.text : values.get(part.variable) || part.default
    if (text === undefined) return undefined
    filled += text
  }
  return filled
}
