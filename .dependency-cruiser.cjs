/** The arrows of docs/architecture.md: app → lib → db, app → components, and every folder of lib through its index. */
const word = '^lib/([^/]+)/'
const publicFiles = '/(index|schema)[.]ts$'
/** Shapes may be shared: an import of types alone draws no arrow. */
const noTypes = { dependencyTypesNot: ['type-only'] }

const rule = (name, from, to, comment) => ({ name, severity: 'error', from, to, ...(comment && { comment }) })

module.exports = {
  forbidden: [
    rule('no-circular', {}, { circular: true, viaOnly: noTypes }),
    rule('components-know-nothing', { path: '^components/' }, { path: '^(lib|db|app|sandbox)/', ...noTypes }),
    rule('lib-below-app', { path: '^lib/' }, { path: '^(app|components)/' }),
    rule('db-at-the-bottom', { path: '^db/' }, { path: '^(app|components|lib|sandbox)/' }),
    rule('lib-through-the-index', { path: word }, { path: word, pathNot: ['^lib/$1/', publicFiles], ...noTypes }),
    rule(
      'app-through-the-index',
      { path: '^(app/|(server|worker|gateway|boot|shutdown)[.]ts)' },
      { path: word, pathNot: publicFiles, ...noTypes },
    ),
    rule(
      'app-asks-lib',
      { path: '^app/', pathNot: '^app/server/' },
      { path: '^db/', ...noTypes },
      'pages and actions never read tables themselves',
    ),
    rule(
      'connector-without-database',
      { path: '^lib/platforms/dify/' },
      { path: '^(db/|lib/(?!core/|mcp/|platforms/))', ...noTypes },
    ),
    rule('core-below-all', { path: '^lib/core/' }, { path: '^lib/(?!core/)', ...noTypes }),
    rule(
      'sandbox-stands-alone',
      { path: '^sandbox/' },
      { path: '^(app|components|lib|db)/' },
      'shared code would hide shared mistakes',
    ),
    rule(
      'only-the-front-door-knows-the-sandbox',
      { path: '^(app|lib|db|components)/' },
      { path: '^sandbox/', ...noTypes },
    ),
    rule('no-unresolvable', {}, { couldNotResolve: true }),
    rule(
      'declared-dependencies',
      { pathNot: '^(scripts|tests)/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg'], ...noTypes },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // TypeScript 7 has no API for tools yet; swc reads the sources and tells imports of types apart.
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
}
