import { recordAudit } from '#lib/audit/index.ts'
import { type Context, conflict, FerryError, invalidInput, parseInput, requirePermission } from '#lib/core/index.ts'
import { createService, updateService } from '#lib/services/index.ts'
import { type ImportPlan, planImport } from './plan-import.ts'
import { refuseBigTexts } from './refuse-big-texts.ts'
import { type ApplyImportInput, applyImportSchema, type ImportOutcome } from './schema.ts'

/**
 * Imports what the preview showed, all of it or nothing, in one transaction: new services begin *unchecked* and are checked at once,
 * secrets are sealed. Refused with `import_changed` when by now something else would come out than the preview with this `digest`
 * said; a variable that is still open is a fault of `values.<name>`.
 */
export async function applyImport(ctx: Context, input: ApplyImportInput): Promise<ImportOutcome> {
  requirePermission(ctx, 'services.write')
  const parsed = parseInput(applyImportSchema, input)
  refuseBigTexts(parsed.texts)
  return ctx.db.transaction(async (db) => {
    const plan = await planImport(db, parsed)
    if (plan.preview.digest !== parsed.digest)
      throw conflict('import_changed', 'Something has changed since the preview, so nothing was imported.', {
        next: 'Look at the preview again, then import.',
      })
    refuseOpenFields(plan)
    return write({ actor: ctx.actor, db }, plan)
  })
}

function refuseOpenFields({ preview }: ImportPlan): void {
  const faults = preview.fields.flatMap(({ name, label, needed, error }) =>
    error !== null || needed ? [[`values.${name}`, error ?? `Enter ${label}.`] as const] : [],
  )
  if (faults.length > 0)
    throw invalidInput(Object.fromEntries(faults), 'Some values are still to be entered, so nothing was imported.')
}

async function write(ctx: Context, { preview, planned }: ImportPlan): Promise<ImportOutcome> {
  const outcome: ImportOutcome = { created: 0, updated: 0, unchanged: 0, left: 0, serviceIds: [] }
  for (const { row, create, update } of planned) {
    try {
      if (create !== undefined) outcome.serviceIds.push((await createService(ctx, create)).id)
      else if (update !== undefined) outcome.serviceIds.push((await updateService(ctx, update)).id)
    } catch (error) {
      throw atItsLine(error, `${preview.texts[row.text]?.name}, line ${row.line}, «${row.name}»`)
    }
    if (create !== undefined) outcome.created += 1
    else if (update !== undefined) outcome.updated += 1
    else if (row.verdict === 'unchanged') outcome.unchanged += 1
    else outcome.left += 1
  }
  if (outcome.serviceIds.length === 0) return outcome
  const { created, updated } = outcome
  await recordAudit(ctx.db, ctx.actor, {
    action: 'services.import',
    targetKind: 'service',
    targetLabel: `${outcome.serviceIds.length} ${outcome.serviceIds.length === 1 ? 'service' : 'services'}`,
    changes: {
      from: {
        to: preview.texts
          .map(({ name, format }) => `${name} (${format ?? 'not recognised'})`)
          .slice(0, 20)
          .join(', '),
      },
      ...(created > 0 && { created: { to: created } }),
      ...(updated > 0 && { updated: { to: updated } }),
    },
  })
  return outcome
}

function atItsLine(error: unknown, where: string): unknown {
  if (!(error instanceof FerryError)) return error
  const [fault = error.message] = Object.values(error.fields ?? {})
  return new FerryError(error.code, error.status, `${where}: ${fault}`, {
    next: 'Nothing was imported. Leave that one out, or correct it.',
  })
}
