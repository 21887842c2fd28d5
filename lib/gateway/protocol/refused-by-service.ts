import type { RpcFailure } from '../json-rpc.ts'

/** A service's own refusal of a request that we made for a caller, on its way to become the caller's answer. */
export class RefusedByService extends Error {
  readonly failure: RpcFailure

  constructor(failure: RpcFailure) {
    super('the service answered with an error')
    this.failure = failure
  }
}
