import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { FerryError } from '#lib/core/index.ts'
import { ROOT, run } from '../steps.mjs'

/** The release of Vercel's command line that is fetched where none is given. */
const CLI = '64.0.2'
/** What the build makes by itself, and what never belongs in it. */
const LEFT_OUT = new Set(['node_modules', '.next', '.git', '.vercel', '.data', 'dist', 'test-results'])

/**
 * Builds the project as Vercel does, without an account, in a copy of this folder; returns where the output lies (Build Output API 3).
 * `cli` is Vercel's command line; without it a fixed release is installed into the cache of this project.
 */
export async function buildOutput(cli: string | undefined): Promise<string> {
  const command = cli ?? (await installCli())
  const app = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-vercel-'))
  const wanted = (from: string) =>
    path.dirname(from) !== ROOT ||
    !(LEFT_OUT.has(path.basename(from)) || /^\.env($|\.(?!example))/.test(path.basename(from)))
  fs.cpSync(ROOT, app, { recursive: true, filter: wanted })
  fs.mkdirSync(path.join(app, '.vercel', 'config'), { recursive: true })
  const settings = { framework: 'nextjs', nodeVersion: '24.x' }
  const project = { projectId: 'prj_check', orgId: 'team_check', settings }
  fs.writeFileSync(path.join(app, '.vercel', 'project.json'), JSON.stringify(project))
  const args = ['build', '--prod', '--yes', '--standalone', '--global-config', path.join(app, '.vercel', 'config')]
  const env = { VERCEL_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1' }
  console.log(`Building with ${command} …`)
  const { code, output } = await run(command, args, { cwd: app, quiet: true, env })
  if (code !== 0)
    throw new FerryError('build_failed', 500, `«vercel build» failed:\n${output.split('\n').slice(-30).join('\n')}`)
  return path.join(app, '.vercel', 'output')
}

async function installCli(): Promise<string> {
  const folder = path.join(ROOT, 'node_modules', '.cache', 'mcp-ferry', `vercel-${CLI}`)
  const command = path.join(folder, 'node_modules', '.bin', 'vercel')
  if (fs.existsSync(command)) return command
  fs.mkdirSync(folder, { recursive: true })
  // The override: no build needs it, and the release that the command line asks for is not in every registry.
  const manifest = { private: true, dependencies: { vercel: CLI }, overrides: { sandbox: '4.5.0' } }
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest))
  console.log(`Fetching Vercel's command line ${CLI} …`)
  const { code, output } = await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    quiet: true,
  })
  if (code !== 0)
    throw new FerryError('no_cli', 500, `Vercel's command line could not be fetched:\n${output}`, {
      next: 'Install it («npm install --global vercel») and name it: --cli vercel.',
    })
  return command
}
