import base from '../../playwright.config.ts'

/** Drives a deployment that is there already; run by `npm run check:vercel`. */
export default {
  ...base,
  testDir: '.',
  outputDir: '../../test-results',
  workers: 1,
  retries: 0,
  timeout: 900_000,
  reporter: 'list',
  // A page may meet a dozen cold functions at once, of a deployment or a network that is slow.
  expect: { timeout: 60_000 },
  use: { ...base.use, actionTimeout: 60_000 },
}
