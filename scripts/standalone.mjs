// node scripts/standalone.mjs OUTDIR: builds, and puts everything that runs into one folder that needs nothing but Node 24: server,
// worker, gateway, the commands of the shell, the pages, and of node_modules what they use. Started there: node server.ts
import fs from 'node:fs'
import path from 'node:path'
import { ROOT, run, seconds, template } from './steps.mjs'

/** What is run as it stands. */
const SOURCES = ['server.ts', 'worker.ts', 'gateway.ts', 'boot.ts', 'shutdown.ts', 'lib', 'db', 'drizzle', 'sandbox']
/** The commands of the shell that make sense without the sources. */
const COMMANDS = ['backup.ts', 'check.ts', 'command.ts', 'keys.ts', 'move.ts', 'restore.ts']
/** Of the scripts of package.json, those that are these commands and processes. */
const SCRIPTS = ['start', 'worker', 'gateway', 'check', 'keys', 'backup', 'restore', 'move']
/** What the build traces by itself for the pages and their server. */
const TRACED = new Set(['next', 'react', 'react-dom', 'next-auth'])
/** Of a package, what no program reads. */
const NOT_RUN = /\.(map|md|markdown|flow|d\.[cm]?ts|tsbuildinfo)$|^(test|tests|__tests__|docs|examples?)$/i
/** Of large packages, what is another form of the same, or an extension that nobody loads. */
const NOT_USED = { 'drizzle-orm': /\.cjs$/, '@electric-sql/pglite': /\.(cjs|tar\.gz)$/ }

const [out, ...more] = process.argv.slice(2)
if (out === undefined || more.length > 0) {
  console.error('Usage: node scripts/standalone.mjs OUTDIR')
  process.exit(2)
}
const OUT = path.resolve(out)
if (fs.existsSync(OUT) && fs.readdirSync(OUT).length > 0) {
  console.error(`${out} is not empty.`)
  process.exit(1)
}
const began = performance.now()
await build()
assemble()
console.log(`${out}: ${(sizeOf(OUT) / 1e6).toFixed(0)} MB, ${seconds(began)}`)

async function build() {
  const { code, output } = await run(path.join(ROOT, 'node_modules', '.bin', 'next'), ['build'], {
    quiet: true,
    env: { BUILD: 'standalone', NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
  })
  if (code !== 0) throw new Error(`next build failed:\n${output}`)
  await template()
}

function assemble() {
  const copy = (from, to = from, filter = () => true) =>
    fs.cpSync(path.join(ROOT, from), path.join(OUT, to), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (at) => filter(path.basename(at)),
    })
  copy('.next/standalone/.next', '.next')
  copy('.next/standalone/node_modules', 'node_modules', (name) => name !== 'sharp' && name !== '@img')
  copy('.next/static')
  copy('.cache', '.cache', (name) => name === '.cache' || name.endsWith('.tar.gz'))
  for (const source of SOURCES) copy(source)
  for (const command of COMMANDS) copy(`scripts/${command}`)
  for (const name of closure(imported([...SOURCES, ...COMMANDS.map((command) => `scripts/${command}`)])))
    copy(`node_modules/${name}`, `node_modules/${name}`, (at) => !NOT_RUN.test(at) && !NOT_USED[name]?.test(at))
  const { name, version, license, type, scripts, imports, dependencies } = JSON.parse(
    fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
  )
  const engines = { node: '>=24' }
  const kept = Object.entries(scripts).filter(([script]) => SCRIPTS.includes(script))
  const file = {
    name,
    version,
    private: true,
    license,
    type,
    engines,
    imports,
    scripts: Object.fromEntries(kept),
    dependencies,
  }
  fs.writeFileSync(path.join(OUT, 'package.json'), `${JSON.stringify(file, null, 2)}\n`)
}

/** The packages that sources import, by reading their imports. */
function imported(places) {
  const names = new Set()
  const visit = (at) => {
    if (fs.statSync(at).isDirectory()) for (const name of fs.readdirSync(at)) visit(path.join(at, name))
    else if (/\.(ts|mjs)$/.test(at))
      for (const [, name] of fs
        .readFileSync(at, 'utf8')
        .matchAll(/(?:from|import)\s*\(?\s*'((?:@[\w.-]+\/)?[\w.-]+)[^']*'/g))
        if (!name.startsWith('.') && name !== 'node') names.add(name)
  }
  for (const place of places) visit(path.join(ROOT, place))
  return [...names].filter((name) => fs.existsSync(path.join(ROOT, 'node_modules', name)))
}

/** These packages and all that they depend on, as far as it is installed; those of a package's own are within its folder. */
function closure(names) {
  const found = new Set()
  const visit = (name) => {
    const folder = path.join(ROOT, 'node_modules', name)
    if (found.has(name) || TRACED.has(name) || name.startsWith('@types/') || !fs.existsSync(folder)) return
    found.add(name)
    const { dependencies, optionalDependencies } = JSON.parse(
      fs.readFileSync(path.join(folder, 'package.json'), 'utf8'),
    )
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) visit(next)
  }
  for (const name of names) visit(name)
  return found
}

function sizeOf(at) {
  const stat = fs.lstatSync(at)
  if (!stat.isDirectory()) return stat.size
  return fs.readdirSync(at).reduce((sum, name) => sum + sizeOf(path.join(at, name)), 0)
}
