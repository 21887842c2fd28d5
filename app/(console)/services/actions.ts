'use server'

import { action } from '#app/server/action.ts'
import {
  checkAllServices,
  checkServiceNow,
  createService,
  readCheckAllProgress,
  removalImpact,
  removeService,
  selectionSummary,
  serviceIdsMatching,
  testService,
  updateService,
} from '#lib/services/index.ts'
import { startDraft } from '#lib/sync/index.ts'

export const addService = action(createService)
export const changeService = action(updateService)
export const removeOneService = action(removeService)
export const readRemovalImpact = action(removalImpact)
export const testConnection = action(testService)
export const checkNow = action(checkServiceNow)
export const checkAll = action(checkAllServices)
export const checkAllState = action(readCheckAllProgress)
export const matchingIds = action(serviceIdsMatching)
export const summarizeSelection = action(selectionSummary)
export const beginDraft = action(startDraft)
