import { FerryError } from '#lib/core/index.ts'
import type { NextStep } from './connector.ts'

interface PlatformErrorOptions {
  next?: string
  nextStep?: NextStep
  /** The platform's own words. */
  platformSaid?: string
  /** `unknown`: the request may have taken effect and must be looked up before it is tried again. Default `not_applied`. */
  outcome?: 'not_applied' | 'unknown'
  /** Whether trying again later may help without a person doing anything. */
  transient?: boolean
  cause?: unknown
}

/** A platform refused, failed or could not be reached. Status 502 towards callers of our own API. */
export class PlatformError extends FerryError {
  readonly nextStep: NextStep
  readonly platformSaid: string | undefined
  readonly outcome: 'not_applied' | 'unknown'
  readonly transient: boolean

  constructor(code: string, message: string, options: PlatformErrorOptions = {}) {
    super(code, 502, message, { ...(options.next !== undefined && { next: options.next }), cause: options.cause })
    this.nextStep = options.nextStep ?? 'platform'
    this.platformSaid = options.platformSaid
    this.outcome = options.outcome ?? 'not_applied'
    this.transient = options.transient ?? false
  }
}
