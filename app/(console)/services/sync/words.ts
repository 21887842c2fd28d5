const numbers = new Intl.NumberFormat('en')

/** «1 namespace», «3 namespaces», «10,000 namespaces». */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${numbers.format(count)} ${count === 1 ? one : many}`
}

/** «Clock, Handbook and 3 more». */
export function listed(names: readonly string[], most = 3): string {
  if (names.length <= most) return names.join(', ')
  const shown = names.slice(0, most - 1)
  return `${shown.join(', ')} and ${numbers.format(names.length - shown.length)} more`
}
