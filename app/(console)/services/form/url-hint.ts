const SECRET_NAMES = /key|token|secret|password|passwd|auth|sig/i

/** What is worth knowing of a URL that is right in itself: a secret in its query, or a path that Dify connects slowly to. */
export function urlHint(text: string): string {
  if (!URL.canParse(text.trim())) return 'Where the MCP server answers. Most end in /mcp or /sse.'
  const url = new URL(text.trim())
  const secret = [...url.searchParams.keys()].find((name) => SECRET_NAMES.test(name))
  if (secret !== undefined)
    return `Everybody who sees the service sees «${secret}» in its URL. If the service takes it in a header, enter it as the credential instead.`
  if (!/\/(mcp|sse)\/?$/.test(url.pathname))
    return 'Dify picks the transport by the last part of the path: it connects at once to /mcp and /sse, to others it tries SSE first.'
  return 'Where the MCP server answers.'
}
