import type { NextConfig } from 'next'

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Packages with native or WebAssembly parts, and those that must exist once in the process.
  serverExternalPackages: ['@electric-sql/pglite', '@node-rs/argon2', 'pg-boss', 'pino', 'postgres', 'undici'],
  // `npm test` checks the types by itself; «npm run up» need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // The development server would print what server actions are given: passwords and tokens.
  logging: { serverFunctions: false },
}

export default config
