/** Sets an entry of a map that is to hold at most `most`: the one that was set first makes room. */
export function remember<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  const [oldest] = map.size >= most ? map.keys() : []
  if (oldest !== undefined) map.delete(oldest)
  map.set(key, value)
}
