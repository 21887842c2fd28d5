'use server'

import { action } from '#app/server/action.ts'
import { cancelRun, retryFailed, retryWithToken } from '#lib/sync/index.ts'

export const submitCancel = action(cancelRun)
export const submitRetry = action(retryFailed)
export const submitToken = action(retryWithToken)
