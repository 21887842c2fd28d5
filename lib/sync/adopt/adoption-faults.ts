import { type FieldFaults, invalidInput } from '#lib/core/index.ts'
import type { Adoption } from './adopt-schema.ts'

/** Throws `invalid_input` for what the shape of the input cannot rule out; each fault stands at its candidate. Pure. */
export function refuseAdoptionFaults(candidates: readonly Adoption[]): void {
  const faults: FieldFaults = {}
  const identifiers = new Map<string, number>()
  const places = new Set<string>()
  const linked = new Set<string>()
  candidates.forEach((candidate, index) => {
    const at = (field: string) => `candidates.${index}.${field}`
    const { identifier, as, urlOrigin, tokens } = candidate
    if (as.kind === 'new') {
      const before = identifiers.get(identifier)
      if (before !== undefined)
        faults[at('identifier')] = `«${identifier}» is chosen twice. Take one of them, and leave the other.`
      identifiers.set(identifier, index)
      const { origin } = new URL(as.url)
      if (urlOrigin !== '' && origin !== urlOrigin)
        faults[at('as.url')] = `Begins with ${origin}; the platform calls ${urlOrigin}. Complete that address.`
    }
    for (const { namespaceId, remoteId } of candidate.places) {
      const place = `${namespaceId} ${remoteId}`
      if (places.has(place)) faults[at('places')] = 'A provider is chosen twice.'
      places.add(place)
      if (as.kind === 'link') {
        const link = `${as.serviceId} ${namespaceId}`
        if (linked.has(link)) faults[at('as.serviceId')] = 'A service can be one provider in a namespace only.'
        linked.add(link)
      }
      const said = tokens.filter(({ namespaceIds }) => namespaceIds.includes(namespaceId)).length
      if (said !== 1) faults[at('tokens')] = 'Say once for each namespace what is presented there.'
    }
  })
  if (Object.keys(faults).length > 0) throw invalidInput(faults)
}
