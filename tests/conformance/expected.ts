/**
 * What can't cross a bridge, as `scenario` or `scenario:check`. Bridge A has no way to ask a caller of the old eras something on behalf
 * of a service of the new one, nor to subscribe; bridge B none for the other direction.
 */
export const EXPECTED = {
  bridgeA: [
    'tools-call-sampling',
    'tools-call-elicitation',
    'elicitation-sep1034-defaults',
    'elicitation-sep1330-enums',
    'resources-subscribe',
    'resources-unsubscribe',
  ],
  bridgeB: [
    'input-required-result-*',
    'server-stateless:sep-2575-server-rejects-undeclared-capability',
    'server-stateless:sep-2575-missing-capability-http-400',
  ],
} as const

/** Whether a check of a scenario may differ behind a bridge. */
export function isExpected(bridge: keyof typeof EXPECTED, scenario: string, check: string): boolean {
  return EXPECTED[bridge].some((entry) => {
    const [wanted = '', only] = entry.split(':')
    const named = wanted.endsWith('*') ? scenario.startsWith(wanted.slice(0, -1)) : scenario === wanted
    return named && (only === undefined || only === check)
  })
}
