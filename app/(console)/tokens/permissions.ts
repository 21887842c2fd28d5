import { type Context, roleMay } from '#lib/core/index.ts'

/** Whether the reader may make, roll, change and revoke tokens; the server refuses it whatever the page shows. */
export function mayWriteTokens({ actor }: Context): boolean {
  return actor.kind === 'system' || roleMay(actor.role, 'tokens.write')
}
