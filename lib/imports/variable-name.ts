/** Gives the placeholders that stand for the secrets of a service: `${WEATHER_TOKEN}` for the token of «weather». */
export function credentialHeader(identifier: string): (what: string) => string {
  const stem = identifier
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replace(/^(?=[^A-Z_])/, 'S_')
  return (what) => `\${${stem}_${what}}`
}
