import type { State } from '#components/status/states.ts'
import type { Choice, ImportRow, RowVerdict } from '#lib/imports/schema.ts'

/** How a verdict looks, and its word. */
export const VERDICT_LOOKS: Record<RowVerdict, { state: State; word: string }> = {
  create: { state: 'create', word: 'create' },
  update: { state: 'update', word: 'update' },
  conflict: { state: 'conflict', word: 'conflict' },
  unchanged: { state: 'unchanged', word: 'unchanged' },
  skip: { state: 'skipped', word: 'skip' },
  stdio: { state: 'skipped', word: 'needs hosting' },
  fault: { state: 'cant', word: 'can’t' },
}

/** The words of a choice, for one row. */
export function choiceWord(choice: Choice, { renamed, identifier }: ImportRow): string {
  if (choice === 'take') return 'Import'
  if (choice === 'rename') return `Import as ${renamed ?? ''}`
  return choice === 'update' ? `Update ${identifier}` : 'Skip'
}
