import type { ServiceFacts } from '#lib/services/index.ts'

/** The kinds of a credential as people call them. */
export const CREDENTIAL_LABELS: Record<ServiceFacts['credential']['kind'], string> = {
  none: 'None',
  bearer: 'Bearer token',
  apiKey: 'API key header',
  basic: 'User name and password',
  headers: 'Free headers',
}
