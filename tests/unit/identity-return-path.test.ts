import { describe, expect, it } from 'vitest'
import { placeOf, returnPath } from '../../app/login/return-path.ts'

describe('where one lands after signing in', () => {
  it.each([
    ['/services?draft=1#review', '/services?draft=1#review'],
    ['/users', '/users'],
    ['//evil.example/x', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['https://evil.example/', '/'],
    ['javascript:alert(1)', '/'],
    ['/login?next=/login', '/'],
    ['/api/auth/signout', '/'],
    ['/password/abc', '/'],
    ['services', '/'],
    [undefined, '/'],
    [['/users', '/audit'], '/'],
  ])('for %j is %s', (next, path) => expect(returnPath(next)).toBe(path))

  it.each([
    ['/services?draft=1#authentication', 'with step 3, Authentication'],
    ['/services?draft=1', 'with the synchronization'],
    ['/services?draft=1#elsewhere', 'with the synchronization'],
    ['/services#review', 'to MCP Service Management'],
    ['/services/0b', 'to MCP Service Management'],
    ['/users?q=a', 'to Users'],
    ['/', undefined],
    ['/nowhere', undefined],
  ])('is named, for %s: %s', (path, words) => expect(placeOf(path)).toBe(words))
})
