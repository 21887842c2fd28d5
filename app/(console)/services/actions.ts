'use server'

import { action } from '#app/server/action.ts'
import {
  checkAllServices,
  createService,
  removalImpact,
  removeService,
  selectionSummary,
  serviceIdsMatching,
  updateService,
} from '#lib/services/index.ts'
import { startDraft } from '#lib/sync/index.ts'

export const addService = action(createService)
export const changeService = action(updateService)
export const removeOneService = action(removeService)
export const readRemovalImpact = action(removalImpact)
export const checkAll = action(checkAllServices)
export const matchingIds = action(serviceIdsMatching)
export const summarizeSelection = action(selectionSummary)
export const beginDraft = action(startDraft)
