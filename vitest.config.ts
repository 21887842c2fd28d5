import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/e2e/**', '**/node_modules/**'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // Two cores: more workers only wait for each other.
    maxWorkers: 2,
    env: { LOG_LEVEL: 'fatal' },
    // A second try where the machine is somebody else's and may stand still for a moment.
    retry: process.env.CI ? 1 : 0,
  },
})
