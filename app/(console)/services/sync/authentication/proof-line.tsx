'use client'

import { cn } from '#components/cn.ts'
import { Glyph } from '#components/status/glyph.tsx'
import type { State } from '#components/status/states.ts'
import type { TokenVerdict } from '#components/ui/token-field.tsx'
import type { SlotProof, SlotView } from '#lib/sync/schema.ts'
import type { FormFault } from './fields.ts'

/** What stands beside a token: the form's own word, that it is being asked, or what was found. */
export function verdictOf(input: {
  asking: boolean
  serviceName: string
  /** Typed and not saved: an earlier proof is not about it. */
  unsaved: boolean
  fault: FormFault | undefined
  slot: SlotView
}): TokenVerdict | undefined {
  const { asking, serviceName, unsaved, fault, slot } = input
  if (asking) return { state: 'asking', text: `Asking ${serviceName} with it and without it` }
  if (unsaved) return fault && { state: fault.level === 'bad' ? 'fault' : 'warn', text: fault.message }
  return slotVerdict(slot)
}

/** What is known of a slot that is not being changed: its proof, that it is in use there already, or nothing. */
export function slotVerdict(slot: SlotView): TokenVerdict | undefined {
  if (slot.proof) return proofVerdict(slot.proof, slot.acceptedUnverified)
  if (slot.acceptedUnverified) return { state: 'warn', text: 'Goes on unverified.' }
  return slot.ready ? { state: 'verified', text: 'In use: Dify is connected like this already.' } : undefined
}

/** A proof as a line: verified, verified but not enforced, or the fault and its remedy. */
function proofVerdict(proof: SlotProof, accepted: boolean): TokenVerdict {
  if (proof.state === 'verified') return { state: proof.enforced === false ? 'warn' : 'verified', text: proof.message }
  // What to do about a refusal stands in the foot.
  const text = proof.next && !proof.code.includes('refused') ? `${proof.message} ${proof.next}` : proof.message
  return accepted ? { state: 'warn', text: `Goes on unverified. ${text}` } : { state: 'fault', text }
}

const GLYPHS: Record<TokenVerdict['state'], State> = {
  asking: 'asking',
  verified: 'verified',
  warn: 'partial',
  fault: 'failed',
}

/** A verdict where no field stands before it. */
export function ProofLine({ verdict, className }: { verdict: TokenVerdict; className?: string }) {
  return (
    <p
      aria-live="polite"
      className={cn(
        'flex min-w-0 gap-2.5',
        verdict.state === 'fault' && 'text-bad',
        verdict.state === 'asking' && 'text-muted-foreground',
        className,
      )}
    >
      <Glyph state={GLYPHS[verdict.state]} decorative className="mt-1" />
      <span className="min-w-0">{verdict.text}</span>
    </p>
  )
}
