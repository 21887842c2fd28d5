import { docker } from './containers.ts'
import { must, type Trial } from './trial.ts'

const BASE = 'node:24-bookworm-slim'
/** Only the image's own size counts, in decimal megabytes as `docker images` prints them. */
export const MOST_MB = 100

/** Builds the image of the Dockerfile in this folder. */
export async function built({ image }: Trial): Promise<string> {
  const began = performance.now()
  await docker('build', '--tag', image, '.')
  return `built in ${((performance.now() - began) / 1000).toFixed(0)} s`
}

/** What is in the image: its size above the base, its files, its user. */
export async function small({ image }: Trial): Promise<string> {
  const size = async (of: string) => Number(await docker('image', 'inspect', '--format', '{{.Size}}', of))
  const mb = Math.round(((await size(image)) - (await size(BASE))) / 1e6)
  const list = `const f=require('fs').readdirSync('/app',{recursive:true}).filter(p=>!p.startsWith('node_modules')&&/(^|\\/)(tests|\\.git|\\.env.*|Dockerfile)(\\/|$)/.test(p));console.log(process.getuid(),...f)`
  const said = await docker('run', '--rm', image, 'node', '-e', list)
  must(said === '1000', `user and files: ${said}`)
  must(mb <= MOST_MB, `it is ${mb} MB above its base`)
  return `${mb} MB above the base`
}
