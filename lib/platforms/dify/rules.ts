import type { DesiredProvider, ItemFailure, NextStep } from '../connector.ts'
import { capabilitiesOf, has } from './capabilities.ts'

const IDENTIFIER = /^[a-z0-9_-]{1,24}$/
const NAME_LONGEST = 40
/** Dify keeps icon and colour as one JSON text of at most 255 characters. */
const ICON_LONGEST = 32
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
/** What a header's value can carry: Latin-1 without control characters, no space at either end. */
const HEADER_VALUE = /^[\x21-\x7e\xa1-\xff]([\t\x20-\x7e\xa0-\xff]*[\x21-\x7e\xa1-\xff])?$/
const CONTROL = /\p{Cc}/u

/** Rules that Dify leaves to its database, which answers with a 500, or does not check at all. Empty when everything fits. */
export function faultsOf(desired: DesiredProvider, release: string): ItemFailure[] {
  const { identifierMax, customHeaders } = capabilitiesOf(release)
  return [
    ...identifierFaults(desired.identifier, identifierMax),
    ...nameFaults(desired.name),
    ...urlFaults(desired.url),
    ...lookFaults(desired),
    ...(customHeaders || Object.keys(desired.headers).length === 0 ? [] : [headersUnsupported(release)]),
    ...headerFaults(desired.headers),
  ]
}

/** Things that work but deserve a word. */
export function warningsOf(desired: DesiredProvider, release: string): string[] {
  const path = URL.canParse(desired.url) ? new URL(desired.url).pathname : ''
  const templates = Object.entries(desired.headers).filter(([, value]) => value.includes('{{'))
  return [
    ...(/\/(mcp|sse)$/.test(path)
      ? []
      : [
          'The URL does not end in /mcp or /sse: Dify tries the old transport first, which costs up to a second with each connection and fails with some services.',
        ]),
    ...templates.map(([name]) =>
      has(release, 'headerTemplates')
        ? `The value of ${name} holds «{{»: Dify ${release} fills such templates in when it connects, so it may not arrive as written.`
        : `The value of ${name} holds «{{»: from 1.16.0 on Dify fills such templates in, so it may change with an upgrade.`,
    ),
  ]
}

function fault(code: string, message: string, nextStep: NextStep): ItemFailure {
  return { code, message, nextStep }
}

function identifierFaults(identifier: string, most: number): ItemFailure[] {
  if (IDENTIFIER.test(identifier) && identifier.length <= most) return []
  return [fault('identifier_unfit', 'The identifier has to be 1 to 24 of a–z, 0–9, _ and -.', 'service')]
}

function nameFaults(name: string): ItemFailure[] {
  // Counted as Dify's database counts: Unicode code points.
  const length = [...name].length
  if (name.trim() === '') return [fault('name_unfit', 'The name is empty.', 'service')]
  if (length > NAME_LONGEST)
    return [fault('name_unfit', `The name has ${length} characters; Dify keeps ${NAME_LONGEST}.`, 'service')]
  if (CONTROL.test(name) || !name.isWellFormed())
    return [fault('name_unfit', 'The name holds a character that Dify’s database cannot keep.', 'service')]
  return []
}

function urlFaults(url: string): ItemFailure[] {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    return [fault('url_unfit', 'The URL has to begin with http:// or https://.', 'service')]
  const { username, password } = new URL(url)
  if (username !== '' || password !== '')
    return [fault('url_unfit', 'The URL holds a user name or a password; Dify would show it to everybody.', 'service')]
  return []
}

function lookFaults({ iconEmoji, iconColor, timeoutSeconds, sseReadTimeoutSeconds }: DesiredProvider): ItemFailure[] {
  return [
    ...(iconEmoji.trim() !== '' && iconEmoji.length <= ICON_LONGEST && iconEmoji.isWellFormed()
      ? []
      : [fault('icon_unfit', 'The icon has to be one emoji.', 'service')]),
    ...(/^#[0-9a-f]{6}$/i.test(iconColor)
      ? []
      : [fault('icon_unfit', 'The icon’s colour has to be #rrggbb.', 'service')]),
    ...([timeoutSeconds, sseReadTimeoutSeconds].every((seconds) => Number.isFinite(seconds) && seconds >= 1)
      ? []
      : [fault('timeout_unfit', 'The timeouts have to be one second at least.', 'service')]),
  ]
}

function headersUnsupported(release: string): ItemFailure {
  return fault(
    'headers_unsupported',
    `Dify ${release} sends no request headers, so it cannot present a token. That begins with 1.9.0.`,
    'platform',
  )
}

function headerFaults(headers: Record<string, string>): ItemFailure[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (!HEADER_NAME.test(name)) return [fault('header_unfit', 'A header’s name is not one.', 'token')]
    if (value === '') return [fault('header_unfit', `The value of ${name} is empty.`, 'token')]
    if (!HEADER_VALUE.test(value))
      return [fault('header_unfit', `The value of ${name} holds characters that a header cannot carry.`, 'token')]
    return []
  })
}
