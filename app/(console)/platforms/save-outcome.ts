import { type PlatformDetail, PlatformError } from '#lib/platforms/index.ts'

/** Why a platform could not be used, ready to be shown. */
export interface ConnectionRefusal {
  code: string
  message: string
  next?: string
  /** The platform's own words. */
  platformSaid?: string
}

/** How saving a platform ended: kept, or refused by the platform itself, in which case it may be kept all the same. */
export type SaveOutcome =
  | { kept: true; platform: Pick<PlatformDetail, 'id' | 'name' | 'status' | 'namespaceCount'> }
  | { kept: false; refusal: ConnectionRefusal }

/** Tells the platform's own refusal from every other failure, which is thrown. */
export async function saveOutcome(saving: Promise<PlatformDetail>): Promise<SaveOutcome> {
  try {
    const { id, name, status, namespaceCount } = await saving
    return { kept: true, platform: { id, name, status, namespaceCount } }
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
    const { code, message, next, platformSaid } = error
    return {
      kept: false,
      refusal: {
        code,
        message,
        ...(next !== undefined && { next }),
        ...(platformSaid !== undefined && { platformSaid }),
      },
    }
  }
}
