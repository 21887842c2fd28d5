import type { ItemFailure, NextStep } from '../connector.ts'
import type { Refusal } from './refusal.ts'

/** How far an item had come when Dify could not use the service: begins the sentence. */
export type Stage = 'created' | 'changed' | 'reconnected' | 'not_changed'

interface Reason {
  code: string
  /** Dify's words of any measured release. */
  when: RegExp
  nextStep: NextStep
  /** The fact; `reach` makes it follow «Dify cannot reach the service: …», otherwise it is a sentence of its own. */
  fact: string
  reach?: boolean
}

/** In this order: a refused token arrives as the 404 of an OAuth discovery, so it has to be looked for before the 404. */
const REASONS: readonly Reason[] = [
  {
    code: 'token_refused',
    when: /OAuth|\/register\b|Authentication retry failed|Failed to authenticate|\b401\b|Unauthorized|Please auth the tool first/i,
    nextStep: 'token',
    fact: 'Dify reached the service, but it refused the token (401).',
  },
  {
    code: 'unreachable_from_platform',
    when: /Errno 111|Connection refused|connection attempts failed/i,
    nextStep: 'network',
    fact: 'connection refused',
    reach: true,
  },
  {
    code: 'host_unknown_to_platform',
    when: /Errno -[2358]\b|Name or service not known|getaddrinfo|nodename nor servname|No address associated/i,
    nextStep: 'network',
    fact: 'its host name is not known there',
    reach: true,
  },
  {
    code: 'timed_out_from_platform',
    when: /timed? ?out|timeout|Errno 110/i,
    nextStep: 'network',
    fact: 'no answer in time',
    reach: true,
  },
  {
    code: 'network_unreachable_from_platform',
    when: /Errno (101|113)|No route to host|Network is unreachable/i,
    nextStep: 'network',
    fact: 'no route from there',
    reach: true,
  },
  {
    code: 'tls_refused_by_platform',
    when: /SSL|certificate/i,
    nextStep: 'service',
    fact: 'its certificate is not trusted there',
    reach: true,
  },
  {
    code: 'blocked_by_proxy',
    when: /SSRF|ProxyError|maximum retries/i,
    nextStep: 'network',
    fact: 'Dify’s own proxy does not let the request out',
    reach: true,
  },
  {
    code: 'forbidden_to_platform',
    when: /\b403\b|Forbidden/i,
    nextStep: 'token',
    fact: 'Dify’s request got the answer 403: the service, or a proxy between, does not let it in.',
  },
  {
    code: 'not_found_by_platform',
    when: /\b404\b|Session terminated by server/i,
    nextStep: 'service',
    fact: 'There is nothing at this URL for Dify (404).',
  },
  {
    code: 'service_failed',
    when: /Server error|\b5\d\d\b/i,
    nextStep: 'service',
    fact: 'Dify reached the service, but it failed inside (5xx).',
  },
  {
    code: 'request_refused',
    when: /\b400\b|Bad Request/i,
    nextStep: 'service',
    fact: 'Dify reached the service, but it does not take Dify’s way of speaking MCP (400).',
  },
  {
    code: 'method_refused',
    when: /\b405\b|Method Not Allowed/i,
    nextStep: 'service',
    fact: 'What answers at this URL does not take MCP requests (405).',
  },
  {
    code: 'connection_lost',
    when: /disconnected|reset by peer|RemoteProtocolError|Connection closed/i,
    nextStep: 'retry',
    fact: 'the connection was cut',
    reach: true,
  },
  {
    code: 'not_mcp',
    when: /JSON|endpoint URL|content.?type|validation error|event-stream|Unexpected/i,
    nextStep: 'service',
    fact: 'Dify reached something at this URL, but it does not speak MCP.',
  },
]

const OPENING: Record<Stage, string> = {
  created: 'Created, but ',
  changed: 'Changed, but ',
  reconnected: '',
  not_changed: 'URL not changed: ',
}

/**
 * Dify's words without the addresses in them: a port such as 40403 is no status, and a path may hold any word. Only that an address
 * was an OAuth registration stays, which is how a refused token arrives.
 */
function withoutAddresses(words: string): string {
  return words.replace(/\bhttps?:\/\/[^\s'"]+/g, (address) => (address.endsWith('/register') ? '/register' : ''))
}

/** Why Dify could not use the service, from its refusal of `auth`, `update` or a change of the URL. */
export function connectFailure(refusal: Refusal, stage: Stage, sentHeaders: boolean): ItemFailure {
  const reason =
    refusal.status < 500 ? REASONS.find(({ when }) => when.test(withoutAddresses(refusal.message))) : undefined
  const platformSaid = refusal.message
  if (reason?.code === 'token_refused' && !sentHeaders)
    return {
      code: 'token_missing',
      message: 'Dify reached the service, but it wants a token (401), and none is set.',
      nextStep: 'token',
      platformSaid,
    }
  if (reason !== undefined) {
    const { code, nextStep, fact, reach } = reason
    return {
      code,
      message: reach ? sentence(stage, `Dify cannot reach the service: ${fact}.`) : fact,
      nextStep,
      platformSaid,
    }
  }
  if (refusal.status >= 500)
    return {
      code: 'platform_failed_connecting',
      message: sentence(
        stage,
        'Dify failed inside (500) while it connected to the service. Most often the service answers with a version of MCP that this release does not know.',
      ),
      nextStep: 'service',
      platformSaid,
    }
  return {
    code: 'not_connected',
    message: sentence(stage, 'Dify could not connect to the service. Its own words tell the reason.'),
    nextStep: 'service',
    platformSaid,
  }
}

/** Dify connected and listed nothing: applications there would find no tool. */
export function noTools(stage: Stage): ItemFailure {
  return {
    code: 'no_tools',
    message: sentence(stage, 'Dify connected to the service and found no tools.'),
    nextStep: 'service',
  }
}

/** The service sends Dify to a sign-in in the browser, which only a person can do, in Dify. */
export function wantsSignIn(): ItemFailure {
  return {
    code: 'oauth_wanted',
    message:
      'Dify reached the service, but it wants a person to sign in (OAuth). Enter a token, or authorise it in Dify.',
    nextStep: 'token',
  }
}

function sentence(stage: Stage, fact: string): string {
  return OPENING[stage] + fact
}
