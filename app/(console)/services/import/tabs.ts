/** The ways in which services come from elsewhere, in the order of the tabs. */
export const IMPORT_TABS = [
  { href: '/services/import', label: 'Paste or drop' },
  { href: '/services/import/registry', label: 'Public registry' },
  { href: '/services/import/dify', label: 'From Dify' },
] as const
