import { z } from 'zod'
import { type Tool, tool } from '../tool.ts'

const GOODS = [
  'copper wire',
  'steel sheet',
  'oak board',
  'glass pane',
  'cement',
  'roof tile',
  'paint',
  'screws',
  'pipe',
  'cable',
]
const KINDS = ['price_of', 'stock_of', 'supplier_of', 'delivery_time_of', 'discount_on', 'weight_of'] as const

/** Sixty small tools, six for each of ten goods: enough for several pages. */
export const PRICE_LIST: readonly Tool[] = GOODS.flatMap((good, at) =>
  KINDS.map((kind, which) => {
    const name = `${kind}_${good.replaceAll(' ', '_')}`
    const quantity = z.number().min(1).default(1).describe('How many units')
    const about = `${kind.replaceAll('_', ' ')} ${good}`
    return tool(name, `${about[0]?.toUpperCase()}${about.slice(1)}`, z.object({ quantity }), (input) => ({
      good,
      [kind.split('_')[0] ?? kind]: (at + 3) * (which + 2) * input.quantity,
    }))
  }),
)
