/** Asks the upstream something that is no MCP: what it counted, or an event on every stream. */
export async function askUpstream(port: number, path: '/broadcast' | '/tokens'): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: path === '/broadcast' ? 'POST' : 'GET' })
  return answer.text()
}
