/** The moment in whole seconds since 1970, as Dify counts. */
export function seconds(): number {
  return Math.floor(Date.now() / 1000)
}
