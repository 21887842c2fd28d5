import type { NextConfig } from 'next'

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Packages with native or WebAssembly parts, and those that must exist once in the process.
  serverExternalPackages: ['@electric-sql/pglite', '@node-rs/argon2', 'pg-boss', 'pino', 'postgres', 'undici'],
  typescript: { ignoreBuildErrors: false },
}

export default config
