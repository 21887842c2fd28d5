import {
  createLoader,
  createSerializer,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'

export const USERS_PAGE_SIZE = 50

/** What of the Users page lives in its address. */
export const usersQuery = {
  q: parseAsString.withDefault(''),
  role: parseAsStringLiteral(['admin', 'operator', 'viewer']),
  state: parseAsStringLiteral(['enabled', 'disabled', 'invited']),
  sort: parseAsStringLiteral(['name', 'email', 'role', 'lastSignInAt', 'createdAt']).withDefault('name'),
  desc: parseAsBoolean.withDefault(false),
  page: parseAsInteger.withDefault(1),
}

export const loadUsersQuery = createLoader(usersQuery)
export const usersHref = createSerializer(usersQuery)
