/** «1 namespace», «3 namespaces». */
export function counted(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })

/** «3 Nov 2026», in the reader's time zone: for the browser only. */
export function dayText(at: Date): string {
  return day.format(at)
}
