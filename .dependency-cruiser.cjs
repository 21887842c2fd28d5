/** The arrows of docs/architecture.md: app → lib → db, app → components, and every folder of lib through its index. */
const word = '^lib/([^/]+)/'
const publicFiles = '/(index|schema)[.]ts$'

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'components-know-nothing',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: '^(lib|db|app|sandbox)/', dependencyTypesNot: ['type-only'] },
    },
    { name: 'lib-below-app', severity: 'error', from: { path: '^lib/' }, to: { path: '^(app|components)/' } },
    {
      name: 'db-at-the-bottom',
      severity: 'error',
      from: { path: '^db/' },
      to: { path: '^(app|components|lib|sandbox)/' },
    },
    {
      name: 'lib-through-the-index',
      severity: 'error',
      from: { path: word },
      to: { path: word, pathNot: ['^lib/$1/', publicFiles] },
    },
    {
      name: 'app-through-the-index',
      severity: 'error',
      from: { path: '^(app/|server[.]ts|worker[.]ts|boot[.]ts)' },
      to: { path: word, pathNot: publicFiles },
    },
    {
      name: 'app-asks-lib',
      comment: 'pages and actions never read tables themselves',
      severity: 'error',
      from: { path: '^app/', pathNot: '^app/server/' },
      to: { path: '^db/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'connector-without-database',
      severity: 'error',
      from: { path: '^lib/platforms/dify/' },
      to: { path: '^(db/|lib/(?!core/|mcp/|platforms/))', dependencyTypesNot: ['type-only'] },
    },
    { name: 'core-below-all', severity: 'error', from: { path: '^lib/core/' }, to: { path: '^lib/(?!core/)' } },
    {
      name: 'sandbox-stands-alone',
      comment: 'shared code would hide shared mistakes',
      severity: 'error',
      from: { path: '^sandbox/' },
      to: { path: '^(app|components|lib|db)/' },
    },
    {
      name: 'only-the-demo-knows-the-sandbox',
      severity: 'error',
      from: { path: '^(app|lib|db|components)/', pathNot: '^lib/demo/' },
      to: { path: '^sandbox/' },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'declared-dependencies',
      severity: 'error',
      from: { pathNot: '^(scripts|tests)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
}
