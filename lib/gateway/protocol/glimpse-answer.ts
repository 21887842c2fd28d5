import type { CallLine } from '../call-line.ts'

/** An answer that passes unread is glimpsed at only this far. */
const MOST = 16 * 1024
/** Inside a JSON string the quotes would be escaped, so that these bytes are never somebody's text. */
const TOOL_ERRORS = ['"isError":true', '"isError": true']
const RPC_ERRORS = ['"error":{', '"error": {']
/** What all of them have: most answers hold none, and are searched once. */
const IN_ALL = Buffer.from('rror":')
const CODE = /"code": ?(-?\d{1,6})\b/

/**
 * Notes in the access log how a call of a tool ended whose answer passes unread: by bytes that stand only in a tool's error or in
 * an error of JSON-RPC. Costs about a microsecond; a bigger answer, or one cut between the bytes, stays `ok`.
 */
export function glimpseAnswer(line: CallLine, piece: Buffer): void {
  if (line.tool === null || line.verdict !== 'ok' || piece.length > MOST || !piece.includes(IN_ALL)) return
  if (TOOL_ERRORS.some((bytes) => piece.includes(bytes))) line.verdict = 'tool_error'
  else if (RPC_ERRORS.some((bytes) => piece.includes(bytes)) && !piece.includes('"result":')) {
    line.verdict = 'rpc_error'
    line.code = CODE.exec(piece.toString('latin1'))?.[1] ?? null
  }
}
