import { environment, FerryError } from '#lib/core/index.ts'

/** Address of the registry without a slash at its end (`REGISTRY_URL`); undefined when it is switched off. */
export function registryAddress(): string | undefined {
  const { REGISTRY_URL } = environment()
  return REGISTRY_URL === 'off' ? undefined : REGISTRY_URL.replace(/\/+$/, '')
}

/** The same for what cannot do without; throws `registry_off`. */
export function requireRegistry(): string {
  const address = registryAddress()
  if (address === undefined)
    throw new FerryError('registry_off', 409, 'The registry is switched off.', {
      next: 'Set REGISTRY_URL to the address of one.',
    })
  return address
}
