import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { planImport } from './plan-import.ts'
import { refuseBigTexts } from './refuse-big-texts.ts'
import { type ImportPreview, type PreviewImportInput, previewImportSchema } from './schema.ts'

/**
 * Says what importing texts would do, row by row, and what has to be entered for it. Writes nothing and keeps nothing. A text that
 * cannot be read is no error: its faults stand beside it, with their lines.
 */
export async function previewImport(ctx: Context, input: PreviewImportInput): Promise<ImportPreview> {
  requirePermission(ctx, 'services.write')
  const parsed = parseInput(previewImportSchema, input)
  refuseBigTexts(parsed.texts)
  return (await planImport(ctx.db, parsed)).preview
}
