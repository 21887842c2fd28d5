import { expect, it } from 'vitest'
import { shortReason } from '#lib/services/short-reason.ts'

const url = 'https://mcp.example.com:8443/mcp'

it.each([
  [
    'credential_refused',
    'The service refuses the credential it was given (401); it wants a Bearer token.',
    'refused with 401',
  ],
  ['timed_out', 'The service began to answer, but did not finish within 10 s.', 'timed out after 10 s'],
  ['connection_refused', 'mcp.example.com:8443 refused the connection.', 'refused the connection'],
  ['unreachable', 'mcp.example.com cannot be reached from this network.', 'cannot be reached from this network'],
  ['malformed_tool', 'Tool no. 3 is malformed: name: missing.', 'a tool is malformed'],
  ['service_fails', 'The service fails with 500: «oh».', 'fails with 500'],
  ['something_new', 'The service sings; and dances.', 'sings'],
])('%s in few words', (code, message, words) => expect(shortReason({ code, message, url })).toBe(words))
