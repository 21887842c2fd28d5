import { bare } from './bare.ts'
import { claude } from './claude.ts'
import { cline } from './cline.ts'
import { codex } from './codex.ts'
import { continueDev } from './continue.ts'
import { cursor } from './cursor.ts'
import { ferry } from './ferry.ts'
import type { Format } from './format.ts'
import { gemini } from './gemini.ts'
import { goose } from './goose.ts'
import { librechat } from './librechat.ts'
import { mcpcan } from './mcpcan.ts'
import { mcphub } from './mcphub.ts'
import { openWebui } from './open-webui.ts'
import { roo } from './roo.ts'
import { vscode } from './vscode.ts'
import { windsurf } from './windsurf.ts'
import { zed } from './zed.ts'

/** Every format, the ones with unmistakable marks first. */
export const FORMATS: readonly Format[] = [
  ...[ferry, openWebui, vscode, zed, codex, goose, continueDev],
  ...[mcphub, mcpcan, librechat, windsurf, gemini, roo, cline, cursor, claude, bare],
]
