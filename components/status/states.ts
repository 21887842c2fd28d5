/** The shapes of a state's mark, one for each kind of meaning. */
export type Shape =
  | 'disc'
  | 'half'
  | 'triangle'
  | 'thick-ring'
  | 'thin-ring'
  | 'cross'
  | 'diamond'
  | 'dashed-ring'
  | 'check'
  | 'equals'
  | 'spinner'
  | 'dot'
  | 'plus'
  | 'tilde'
  | 'anchor'
  | 'exclamation'
  | 'minus'
  | 'barred'
  | 'pause'

/** What a colour says: good, warn, bad, link (under way), quiet (grey). */
export type Tone = 'good' | 'warn' | 'bad' | 'link' | 'quiet'

interface Look {
  shape: Shape
  tone: Tone
  word: string
}

/** Every state the console shows: its shape, its colour and its word. */
export const states = {
  normal: { shape: 'disc', tone: 'good', word: 'normal' },
  'in-sync': { shape: 'disc', tone: 'good', word: 'in sync' },
  valid: { shape: 'disc', tone: 'good', word: 'valid' },
  connected: { shape: 'disc', tone: 'good', word: 'connected' },
  pending: { shape: 'half', tone: 'link', word: 'pending' },
  rolling: { shape: 'half', tone: 'link', word: 'rolling' },
  drifted: { shape: 'triangle', tone: 'warn', word: 'drifted' },
  unknown: { shape: 'triangle', tone: 'warn', word: 'unknown' },
  partial: { shape: 'triangle', tone: 'warn', word: 'partial reach' },
  expiring: { shape: 'triangle', tone: 'warn', word: 'expires soon' },
  missing: { shape: 'thick-ring', tone: 'warn', word: 'missing' },
  waiting: { shape: 'thin-ring', tone: 'quiet', word: 'waiting' },
  'never-used': { shape: 'thin-ring', tone: 'quiet', word: 'never used' },
  abnormal: { shape: 'cross', tone: 'bad', word: 'abnormal' },
  failed: { shape: 'cross', tone: 'bad', word: 'failed' },
  refused: { shape: 'cross', tone: 'bad', word: 'refused' },
  unreachable: { shape: 'cross', tone: 'bad', word: 'unreachable' },
  foreign: { shape: 'diamond', tone: 'quiet', word: 'foreign' },
  unchecked: { shape: 'dashed-ring', tone: 'quiet', word: 'unchecked' },
  created: { shape: 'check', tone: 'good', word: 'created' },
  updated: { shape: 'check', tone: 'good', word: 'updated' },
  adopted: { shape: 'check', tone: 'good', word: 'adopted' },
  removed: { shape: 'check', tone: 'good', word: 'removed' },
  verified: { shape: 'check', tone: 'good', word: 'verified' },
  done: { shape: 'check', tone: 'good', word: 'done' },
  unchanged: { shape: 'equals', tone: 'quiet', word: 'unchanged' },
  running: { shape: 'spinner', tone: 'link', word: 'running' },
  asking: { shape: 'spinner', tone: 'link', word: 'asking' },
  paused: { shape: 'pause', tone: 'quiet', word: 'paused' },
  cancelled: { shape: 'barred', tone: 'quiet', word: 'cancelled' },
  skipped: { shape: 'barred', tone: 'quiet', word: 'skipped' },
  nothing: { shape: 'dot', tone: 'quiet', word: 'nothing' },
  create: { shape: 'plus', tone: 'good', word: 'create' },
  update: { shape: 'tilde', tone: 'link', word: 'update' },
  adopt: { shape: 'anchor', tone: 'link', word: 'adopt' },
  conflict: { shape: 'exclamation', tone: 'warn', word: 'conflict' },
  remove: { shape: 'minus', tone: 'bad', word: 'remove' },
  cant: { shape: 'barred', tone: 'bad', word: 'can’t' },
} as const satisfies Record<string, Look>

/** The name of a state. */
export type State = keyof typeof states

/** Colour of a state's mark. */
export const markColour: Record<Tone, string> = {
  good: 'text-good-mark',
  warn: 'text-warn-mark',
  bad: 'text-bad-mark',
  link: 'text-link',
  quiet: 'text-muted-foreground',
}

/** Colour of a state's word. What is well stays in the colour of the text, so that the eye finds what is not. */
export const wordColour: Record<Tone, string> = {
  good: '',
  warn: 'text-warn',
  bad: 'text-bad',
  link: 'text-link',
  quiet: 'text-muted-foreground',
}
