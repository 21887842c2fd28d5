'use server'

import { action } from '#app/server/action.ts'
import { cancelRun, pauseRun, resumeRun, retryFailed, retryWithToken } from '#lib/sync/index.ts'

export const submitCancel = action(cancelRun)
export const submitPause = action(pauseRun)
export const submitResume = action(resumeRun)
export const submitRetry = action(retryFailed)
export const submitToken = action(retryWithToken)
