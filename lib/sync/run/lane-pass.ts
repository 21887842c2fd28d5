import type { Database } from '#db/client.ts'
import type { NamespaceHandle } from '#lib/platforms/index.ts'
import type { ItemStep } from './item-step.ts'
import type { PaceGate } from './lane-pace.ts'
import type { TakenLane } from './lane-record.ts'

/** One way through the items of a lane, with its namespace open. */
export interface Pass {
  db: Database
  lane: TakenLane
  handle: NamespaceHandle
  gate: PaceGate
  /** Aborted when this process stops: nothing new is begun. */
  soft: AbortSignal
  /** Aborted when the right to work there is lost: what is in flight is broken off. */
  lost: AbortSignal
  /** Remembers how long the platform took for a step. */
  measure(step: ItemStep, ms: number): void
}
