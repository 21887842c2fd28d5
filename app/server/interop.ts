/** The default export of a CommonJS package: Node hands it over as `default.default`, Next's bundles as `default`. */
export function interop<T>(module: T): T {
  return (module as { default?: T }).default ?? module
}
