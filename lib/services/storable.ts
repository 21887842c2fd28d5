/** A sentence may quote what a service said, which may hold what PostgreSQL cannot keep: NUL, and halves of a surrogate pair. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd')
}
