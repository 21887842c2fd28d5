import type { Database } from '#db/client.ts'
import type { Role } from './permissions.ts'

/** Who acts: a signed-in person, or the system itself (schedules, workers, the command line). */
export type Actor =
  | { kind: 'user'; id: string; name: string; email: string; role: Role }
  | { kind: 'system'; name: string }

/** What every verb is given: the actor and the database handle, which inside an outer transaction is that transaction. */
export interface Context {
  actor: Actor
  db: Database
}

/** The actor's name as pages and audit events show it. */
export function actorLabel(actor: Actor): string {
  return actor.name
}
