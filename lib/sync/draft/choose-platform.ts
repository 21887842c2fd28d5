import { eq } from 'drizzle-orm'
import { platforms } from '#db/schema/index.ts'
import { type Context, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import { choosePlatformSchema } from '../schema.ts'
import type { DraftView } from '../views.ts'
import { readDraftView } from './draft-view.ts'
import { editDraft } from './save-draft.ts'

/** Step 1: where to. Another platform than before drops the namespaces and what was chosen for them, not what holds everywhere. */
export async function choosePlatform(
  ctx: Context,
  input: { draftId: string; platformId: string; name?: string | undefined },
): Promise<DraftView> {
  requirePermission(ctx, 'syncs.write')
  const { draftId, platformId, name } = parseInput(choosePlatformSchema, input)
  await editDraft(ctx, draftId, async ({ choices, tokens }, tx) => {
    const [platform] = await tx.db
      .select({ id: platforms.id, name: platforms.name })
      .from(platforms)
      .where(eq(platforms.id, platformId))
    if (platform === undefined) throw notFound('The platform')
    if (name !== undefined) choices.name = name === '' ? null : name
    if (choices.platform?.id === platform.id) return
    const left = new Set(choices.namespaces.map(({ id }) => id))
    choices.platform = platform
    choices.namespaces = []
    choices.conflicts = {}
    for (const one of Object.values(choices.authentication))
      one.slots = Object.fromEntries(Object.entries(one.slots).filter(([slot]) => !left.has(slot)))
    for (const key of Object.keys(tokens)) if (left.has(key.split(':')[1] ?? '')) delete tokens[key]
  })
  return readDraftView(ctx, draftId)
}
