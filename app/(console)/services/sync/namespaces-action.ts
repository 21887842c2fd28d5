'use server'

import { action } from '#app/server/action.ts'
import { chooseNamespaces } from '#lib/sync/index.ts'

/** Step 2: keeps the chosen namespaces in the draft. */
export const submitNamespaces = action(chooseNamespaces)
