import type { NextConfig } from 'next'
import { runsServerless } from './lib/core/host.ts'

/** Stands in every address that is built (docs/reverse-proxy.md). */
const basePath = process.env.BASE_PATH ?? ''

const config: NextConfig = {
  basePath,
  env: { NEXT_PUBLIC_BASE_PATH: basePath },
  reactStrictMode: true,
  poweredByHeader: false,
  // Packages with native or WebAssembly parts, and those that must exist once in the process.
  serverExternalPackages: [
    '@electric-sql/pglite',
    '@node-rs/argon2',
    'pg-boss',
    'pino',
    'postgres',
    'prom-client',
    'undici',
  ],
  // `scripts/standalone.mjs` asks for it: pages with what they need of node_modules.
  ...(process.env.BUILD === 'standalone' && { output: 'standalone' }),
  // Read when the database is opened; no import leads to them.
  outputFileTracingIncludes: { '/**': ['./drizzle/**/*'] },
  // Functions keep no file: the embedded database has no place in them, and would be nine tenths of their size.
  ...(runsServerless() && { outputFileTracingExcludes: { '/**': ['./node_modules/@electric-sql/pglite/**/*'] } }),
  // `npm test` checks the types by itself; «npm run up» need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // The development server would print what server actions are given: passwords and tokens.
  logging: { serverFunctions: false },
}

export default config
