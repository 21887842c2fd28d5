import { expect, it } from 'vitest'
import { toolArguments } from '#app/(console)/services/[id]/tool-arguments.ts'

it('names type, need and meaning, required arguments first', () => {
  expect(
    toolArguments({
      type: 'object',
      properties: {
        limit: { type: 'integer', description: '1 to 50', default: 10 },
        tags: { type: 'array', items: { type: 'string' } },
        sort: { enum: ['new', 'old'] },
        place: { anyOf: [{ type: 'string' }, { type: 'null' }] },
        query: { type: 'string', description: 'Words' },
      },
      required: ['query'],
    }),
  ).toEqual([
    { name: 'query', type: 'string', required: true, text: 'Words' },
    { name: 'limit', type: 'integer', required: false, text: '1 to 50, otherwise 10' },
    { name: 'tags', type: 'string[]', required: false, text: '' },
    { name: 'sort', type: '"new" | "old"', required: false, text: '' },
    { name: 'place', type: 'string | null', required: false, text: '' },
  ])
})

it.each([[{}], [{ properties: null }], [{ properties: [] }], [{ properties: 'x', required: 'y' }]])(
  'takes the odd schema %j for one without arguments',
  (schema) => expect(toolArguments(schema)).toEqual([]),
)

it('calls what a schema does not say «any»', () => {
  expect(
    toolArguments({ properties: { a: true, b: { type: 7 }, c: { type: 'array' } } }).map(({ type }) => type),
  ).toEqual(['any', 'any', 'any[]'])
})
