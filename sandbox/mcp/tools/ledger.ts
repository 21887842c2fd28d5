import { z } from 'zod'
import { type Tool, tool } from '../tool.ts'

interface Booking {
  readonly date: string
  readonly account: string
  readonly text: string
  readonly amount: number
}

const ACCOUNTS: Record<string, string> = { '1000': 'Bank', '1400': 'Receivables', '4000': 'Sales', '6300': 'Office' }

/** A small set of books; what is entered lasts as long as the server. */
export function ledgerTools(): Tool[] {
  const bookings: Booking[] = [
    { date: '2026-09-01', account: '1000', text: 'Opening balance', amount: 12_500 },
    { date: '2026-09-14', account: '4000', text: 'Invoice 2041', amount: 3_200 },
    { date: '2026-09-20', account: '6300', text: 'Paper and toner', amount: -184.5 },
    { date: '2026-10-02', account: '1400', text: 'Invoice 2042, open', amount: 1_950 },
  ]
  const account = z.enum(Object.keys(ACCOUNTS)).describe('Number of an account: 1000, 1400, 4000 or 6300')
  return [
    tool('list_accounts', 'Accounts with their balances', z.object({}), () =>
      Object.entries(ACCOUNTS).map(([number, name]) => ({
        number,
        name,
        balance: bookings.filter((one) => one.account === number).reduce((sum, { amount }) => sum + amount, 0),
      })),
    ),
    tool('list_bookings', 'Bookings of an account, oldest first', z.object({ account }), (input) =>
      bookings.filter((one) => one.account === input.account),
    ),
    tool(
      'add_booking',
      'Enters a booking dated today',
      z.object({ account, text: z.string().min(1).max(80), amount: z.number().describe('Negative for a credit') }),
      (input) => {
        const booking = { date: new Date().toISOString().slice(0, 10), ...input }
        bookings.push(booking)
        return booking
      },
    ),
  ]
}
