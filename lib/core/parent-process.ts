/**
 * Calls `gone` when the process that started us has ended. npm does not pass SIGTERM on to what its shell runs, so without
 * this `npm start` would leave a server behind. Only watches when npm started us.
 */
export function whenParentGone(gone: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && gone(), 500).unref()
}
