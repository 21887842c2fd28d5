import { Glyph } from '#components/status/glyph.tsx'
import type { ReleaseCapabilities } from '#lib/platforms/index.ts'

/** What a release can and cannot do. */
export function ReleaseAbilities({ capabilities: { can, cannot } }: { capabilities: ReleaseCapabilities }) {
  return (
    <ul className="flex flex-col gap-1.5">
      {can.map((sentence) => (
        <Ability key={sentence} good sentence={sentence} />
      ))}
      {cannot.map((sentence) => (
        <Ability key={sentence} good={false} sentence={sentence} />
      ))}
    </ul>
  )
}

function Ability({ good, sentence }: { good: boolean; sentence: string }) {
  return (
    <li className="flex gap-2.5">
      <Glyph state={good ? 'done' : 'conflict'} label={good ? 'can' : 'cannot'} className="mt-1" />
      <span className="min-w-0">{sentence.replace(/\.$/, '')}</span>
    </li>
  )
}

/** As what a release is judged, where it is another one than itself; null where it was measured. */
export function judgedAs({ release, measuredAs, newerThanKnown }: ReleaseCapabilities): string | null {
  if (newerThanKnown) return `newer than any measured, treated like ${measuredAs}`
  return release === measuredAs ? null : `judged as ${measuredAs}`
}
