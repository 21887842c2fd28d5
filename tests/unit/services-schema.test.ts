import { describe, expect, it } from 'vitest'
import { createServiceSchema, proposeIdentifier, updateServiceSchema } from '#lib/services/schema.ts'

const good = {
  name: 'Handbook',
  identifier: 'handbook',
  iconEmoji: '📚',
  iconColor: '#DBEAFE',
  description: '',
  url: 'https://mcp.example.com/mcp',
  transport: 'auto',
  credential: { kind: 'none' },
  timeoutSeconds: 30,
  sseReadTimeoutSeconds: 300,
}

/** The first fault of one field, or nothing when the input is good. */
function fault(change: Record<string, unknown>): string | undefined {
  const parsed = createServiceSchema.safeParse({ ...good, ...change })
  return parsed.error?.issues[0]?.message
}

describe('a service’s name', () => {
  it('holds 40 characters, counted as code points', () => {
    expect(fault({ name: '🙂'.repeat(40) })).toBeUndefined()
    expect(fault({ name: 'x'.repeat(41) })).toBe('Has 41 characters; at most 40 fit.')
  })

  it('is trimmed and composed', () => {
    expect(createServiceSchema.parse({ ...good, name: '  Cafe\u0301  ' }).name).toBe('Caf\u00e9')
  })

  it.each([
    ['emoji joined by a joiner', '👩‍💻 tools'],
    ['a flag made of tags', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
    ['right-to-left text', 'دليل الموظف'],
    ['a joiner where its script needs one', 'می\u200cخواهم'],
  ])('may hold %s', (_, name) => expect(fault({ name })).toBeUndefined())

  it.each([
    ['nothing', '   ', 'Give the service a name.'],
    ['a line break', 'a\nb', 'line break'],
    ['a control character', 'a\u0007b', 'control character'],
    ['half a surrogate pair', 'a\ud800', 'control character'],
    ['a zero-width space', 'a\u200bb', 'invisible character without width'],
    ['a joiner that joins nothing', 'ab\u200d', 'invisible character without width'],
    ['a tag outside a flag', 'a\u{e0041}', 'invisible character without width'],
    ['a direction override', 'a\u202eb', 'reading direction'],
  ])('may not hold %s', (_, name, words) => expect(fault({ name })).toContain(words))
})

describe('a service’s URL', () => {
  it.each([
    ['mcp.example.com/mcp', 'Begins with no scheme. Write https://mcp.example.com/mcp'],
    ['localhost:3000/mcp', 'Begins with no scheme'],
    ['ftp://example.com/mcp', 'Begins with ftp:'],
    ['javascript:alert(1)', 'Begins with javascript:'],
    ['https://user:secret@example.com/mcp', 'Holds a user name or password'],
    ['https://example.com/mcp#part', 'Holds a # part'],
    ['https://example.com/a b', 'Holds a space'],
    ['https://', 'Is not a URL'],
    [`https://example.com/${'x'.repeat(2048)}`, 'Is longer than 2,048 characters'],
    ['', 'Give the URL'],
  ])('%s is refused with its remedy', (url, words) => expect(fault({ url })).toContain(words))

  it('never repeats the password it refuses', () => {
    expect(fault({ url: 'https://user:secret@example.com/mcp' })).not.toContain('secret')
  })

  it('is kept in its one canonical form', () => {
    expect(createServiceSchema.parse({ ...good, url: ' HTTPS://MCP.Example.com:443/mcp ' }).url).toBe(good.url)
  })
})

describe('the other fields', () => {
  it.each(['', 'Handbook', 'with space', 'x'.repeat(25), 'ünï'])('identifier «%s» is refused', (identifier) =>
    expect(fault({ identifier })).toBeDefined(),
  )
  it.each(['🛠️', '👨‍👩‍👧‍👦', 'S', 'SD', '天'])('icon %s is taken', (iconEmoji) =>
    expect(fault({ iconEmoji })).toBeUndefined(),
  )
  it.each(['', 'ABC', '👍👍', '--'])('icon «%s» is refused', (iconEmoji) => expect(fault({ iconEmoji })).toBeDefined())
  it.each([0, 601, 1.5, Number.NaN, '30'])('timeout %s is refused with its bounds', (timeoutSeconds) =>
    expect(fault({ timeoutSeconds })).toBe('Whole seconds, 1 to 600.'),
  )
  it('a token with a line break names the fault', () => {
    expect(fault({ credential: { kind: 'bearer', token: 'a\nb' } })).toContain('line break')
  })
  it('an edit may leave the credential out, an addition may not', () => {
    const { credential: _, ...rest } = good
    expect(updateServiceSchema.safeParse({ ...rest, id: '6b6d7a26-6f64-4c4c-9d6a-0d2f5b0f4e11' }).success).toBe(true)
    expect(createServiceSchema.safeParse(rest).success).toBe(false)
  })
})

describe('the proposed identifier', () => {
  it.each([
    ['Sales Figures', 'sales_figures'],
    ['Über Größe', 'ueber_groesse'],
    ['Łódź news', 'lodz_news'],
    ['Bob’s tools 2', 'bobs_tools_2'],
    ['A very long service name with words', 'a_very_long_service_name'],
    ['Supercalifragilisticexpialidocious', 'supercalifragilisticexpi'],
    ['天気', ''],
  ])('of «%s» is «%s»', (name, identifier) => expect(proposeIdentifier(name)).toBe(identifier))
})
