import { makeKeys, type SealingKey } from '#lib/core/index.ts'

/** Gives this test process other keys, as another process would have: ids with a key each, the sealing one first. */
export function takeKeys(sealing: [SealingKey, ...SealingKey[]], authSecret: string): void {
  const holder = globalThis as { [key: symbol]: unknown }
  holder[Symbol.for('mcp-ferry.keys')] = { sealing, authSecret }
}

/** A fresh sealing key. */
export function freshKey(id: string): SealingKey {
  return { id, key: Buffer.from(makeKeys().SEALING_KEYS.slice(3), 'base64url') }
}
