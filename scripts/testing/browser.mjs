import fs from 'node:fs'
import path from 'node:path'
import { ROOT, run } from '../steps.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

function installed() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return [...folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))), ...PLACES].find((file) =>
    fs.existsSync(file),
  )
}

/** Where Playwright keeps the browser that it fetched itself, if it has one. */
async function fetched() {
  const { output } = await run(
    process.execPath,
    ['-e', "process.stdout.write(require('@playwright/test').chromium.executablePath())"],
    { quiet: true, cwd: ROOT },
  )
  return fs.existsSync(output.trim()) ? output.trim() : undefined
}

/** A Chromium to test with: one that is installed, else one fetched by Playwright, else Debian's (as root). Undefined when there is none to be had. */
export async function findBrowser() {
  const found = installed() ?? (await fetched())
  if (found !== undefined) return found
  console.log('No Chromium found; fetching one')
  await run(path.join(ROOT, 'node_modules/.bin/playwright'), ['install', 'chromium'], { quiet: true })
  const got = await fetched()
  if (got !== undefined) return got
  if (process.getuid?.() === 0 && fs.existsSync('/usr/bin/apt-get')) {
    await run('apt-get', ['update', '-qq'], { quiet: true })
    await run('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-color-emoji'], {
      quiet: true,
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    })
  }
  return installed()
}
