import type { Draft } from './load-draft.ts'

/** How sentences call the kind of platform. */
export function platformWord({ platform }: Pick<Draft, 'platform'>): string {
  return platform?.kind === 'dify' ? 'Dify' : 'The platform'
}
