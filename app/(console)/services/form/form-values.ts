import type { ServiceFacts } from '#lib/services/index.ts'
import {
  type CreateServiceInput,
  createServiceSchema,
  SSE_READ_TIMEOUT_SECONDS,
  TIMEOUT_SECONDS,
  type UpdateServiceInput,
} from '#lib/services/schema.ts'

/** What the form holds: the service's fields, and whether the stored credential stays as it is. */
export type ServiceFormValues = CreateServiceInput & { keepCredential: boolean }

/** The schema of the form: as the server's, but a credential that is kept is not looked at. */
export function formSchema(keepCredential: boolean) {
  return keepCredential ? createServiceSchema.omit({ credential: true }) : createServiceSchema
}

/** The values a form begins with: of a service that is edited, or of a new one. */
export function initialValues(service: Omit<ServiceFacts, never> | undefined, color: string): ServiceFormValues {
  if (service === undefined)
    return {
      ...{ name: '', identifier: '', iconEmoji: '🧰', iconColor: color, description: '', url: '', transport: 'auto' },
      credential: { kind: 'none' },
      timeoutSeconds: TIMEOUT_SECONDS.preset,
      sseReadTimeoutSeconds: SSE_READ_TIMEOUT_SECONDS.preset,
      keepCredential: false,
    }
  const { name, identifier, iconEmoji, iconColor, description, url, transport } = service
  const { timeoutSeconds, sseReadTimeoutSeconds, credential } = service
  return {
    ...{ name, identifier, iconEmoji, iconColor, description, url, transport, timeoutSeconds, sseReadTimeoutSeconds },
    credential: { kind: 'none' },
    keepCredential: credential.kind !== 'none',
  }
}

/** What is sent to `createService`. */
export function createInput({ keepCredential: _keep, ...input }: ServiceFormValues): CreateServiceInput {
  return input
}

/** What is sent to `updateService`: without a credential it keeps the stored one. */
export function updateInput(
  id: string,
  { keepCredential, credential, ...look }: ServiceFormValues,
  confirmReplacement: boolean,
): UpdateServiceInput {
  return { id, ...look, ...(keepCredential ? {} : { credential }), ...(confirmReplacement && { confirmReplacement }) }
}
