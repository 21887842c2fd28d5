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
}
