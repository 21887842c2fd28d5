/** A place in which the sandbox differs from a recording on purpose. */
export interface OnPurpose {
  /** The recordings that it is about; all of them when absent. */
  readonly releases?: readonly string[]
  readonly scenario: string
  readonly name: string
  /** Where, as keys joined by dots; everything below it too. */
  readonly at: string
  readonly reason: string
}

/** All of them. An entry that explains nothing fails the test. */
export const ON_PURPOSE: readonly OnPurpose[] = [
  {
    scenario: 'admin-key',
    name: 'all-workspaces, page 2 of size 2',
    at: 'body.data',
    reason:
      'Newest first, but three of the four were made in the same second: which two make the second page is the chance of a database. The sandbox keeps the order in which they were made.',
  },
  ...['list', 'list after switch'].map((name) => ({
    releases: ['main-2026-08-17'],
    scenario: 'workspaces',
    name,
    at: 'body.workspaces.1.last_opened_at',
    reason:
      'The recorded account had never opened Research when the questions began. In the sandbox an account begins in its first workspace.',
  })),
]
