import { proposeIdentifier, SSE_READ_TIMEOUT_SECONDS, TIMEOUT_SECONDS } from '#lib/services/schema.ts'
import type { Found } from './found.ts'

const NAME_LENGTH = 40
const DESCRIPTION_LENGTH = 500
const ICON = '🧰'
const COLOURS = ['#e4e7ec', '#dbeafe', '#dcf5e3', '#fdecc8', '#fde2e1', '#ede4fb', '#d5f3f0'] as const

/** What a server is as a service: with what the text says, and what it takes where the text says nothing. */
export interface ServiceLook {
  name: string
  identifier: string
  iconEmoji: string
  iconColor: string
  description: string
  transport: NonNullable<Found['transport']>
  timeoutSeconds: number
  sseReadTimeoutSeconds: number
}

/** The look of a new service. A name or description that is too long is cut, and a note says so. */
export function lookOf(found: Found): { look: ServiceLook; notes: string[] } {
  const notes: string[] = []
  const written = found.name.normalize('NFC').trim()
  const name = cut(written, NAME_LENGTH)
  if (name !== written) notes.push(`The name has ${[...written].length} characters; it is shortened to ${NAME_LENGTH}.`)
  const told = (found.description ?? '').normalize('NFC').trim()
  const description = cut(told, DESCRIPTION_LENGTH)
  if (description !== told) notes.push(`The description is shortened to ${DESCRIPTION_LENGTH} characters.`)
  const identifier = found.identifier ?? identifierFor(written, found.url)
  return {
    notes,
    look: {
      ...{ name, identifier, description, iconEmoji: found.iconEmoji ?? ICON },
      iconColor: found.iconColor ?? colourOf(identifier),
      transport: found.transport ?? 'auto',
      timeoutSeconds: found.timeoutSeconds ?? TIMEOUT_SECONDS.preset,
      sseReadTimeoutSeconds: found.sseReadTimeoutSeconds ?? SSE_READ_TIMEOUT_SECONDS.preset,
    },
  }
}

/** Another identifier that is free: `weather_2`. */
export function freeIdentifier(identifier: string, taken: (identifier: string) => boolean): string {
  for (let number = 2; ; number += 1) {
    const ending = `_${number}`
    const proposal = `${identifier.slice(0, 24 - ending.length)}${ending}`
    if (!taken(proposal)) return proposal
  }
}

function identifierFor(name: string, url: string | undefined): string {
  if (/^[a-z0-9_-]{1,24}$/.test(name)) return name
  const proposal = proposeIdentifier(name)
  if (proposal !== '') return proposal
  return (url !== undefined && URL.canParse(url) ? proposeIdentifier(new URL(url).hostname) : '') || 'service'
}

function colourOf(identifier: string): string {
  const sum = [...identifier].reduce((total, letter) => total + letter.charCodeAt(0), 0)
  return COLOURS[sum % COLOURS.length] ?? COLOURS[0]
}

function cut(text: string, length: number): string {
  const letters = [...text]
  return letters.length > length
    ? `${letters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
    : text
}
