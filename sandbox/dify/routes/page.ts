import type { Context } from '../context.ts'
import type { Answer, Call } from '../http.ts'
import type { Provider, Workspace } from '../state.ts'

/** `GET /tools?category=mcp`: what Dify's own page would show, of every workspace or of `?workspace=<name or id>`. */
export function toolsPage({ state, release }: Context, call: Call): Answer {
  const wanted = call.query.get('workspace')
  const workspaces = state.workspaces.filter(({ id, name }) => wanted === null || wanted === id || wanted === name)
  const sections = workspaces.map((workspace) => section(workspace, state.providersOf(workspace.id)))
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Tools - Dify sandbox</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1d2939 }
  h1 { font-size: 1.25rem } h2 { font-size: 1.05rem; margin-top: 2rem } small, p { color: #667085 }
  li { margin: .5rem 0 } code { font-size: .85em }
</style>
<h1>MCP tools <small>Dify sandbox ${escaped(release.name)}</small></h1>
${sections.join('\n')}
</html>
`
  return { status: 200, body: { html } }
}

function section({ name }: Workspace, providers: readonly Provider[]): string {
  const items = providers.map((provider) => {
    const icon = typeof provider.icon === 'string' ? '' : `${escaped(provider.icon.content)} `
    const tools = provider.tools.map((tool) => `<code>${escaped(tool.name)}</code>`).join(' ')
    const state = provider.authorised ? tools || 'no tools read yet' : 'not authorised'
    return `<li>${icon}<b>${escaped(provider.name)}</b> <small>${escaped(provider.identifier)}</small><br>${state}</li>`
  })
  return `<h2>${escaped(name)}</h2>\n${items.length > 0 ? `<ul>${items.join('\n')}</ul>` : '<p>No MCP tools.</p>'}`
}

function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}
