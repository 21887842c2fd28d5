import { z } from 'zod'
import { type Tool, tool } from '../tool.ts'

const CHAPTERS: Record<string, { title: string; text: string }> = {
  'working-hours': {
    title: 'Working hours',
    text: 'Core hours are 10:00 to 15:00. The rest of the day is yours to arrange with your team.',
  },
  travel: {
    title: 'Travel',
    text: 'Book trains in second class and flights in economy. Journeys of less than four hours go by train.',
  },
  expenses: {
    title: 'Expenses',
    text: 'Hand in receipts within 30 days. Amounts over 200 need the approval of your team lead.',
  },
  leave: {
    title: 'Leave',
    text: 'Thirty days a year. Ask two weeks ahead for anything longer than three days.',
  },
  equipment: {
    title: 'Equipment',
    text: 'A laptop is replaced after four years. Lost devices are reported on the same day.',
  },
}
const chapter = z.enum(Object.keys(CHAPTERS)).describe('Key of a chapter, as list_chapters gives it')

/** A company's handbook to look things up in. */
export const HANDBOOK: readonly Tool[] = [
  tool('list_chapters', 'The chapters of the handbook', z.object({}), () =>
    Object.entries(CHAPTERS).map(([key, { title }]) => ({ key, title })),
  ),
  tool('read_chapter', 'The text of one chapter', z.object({ chapter }), (input) => CHAPTERS[input.chapter] ?? ''),
  tool(
    'search_handbook',
    'Chapters that hold a word',
    z.object({ word: z.string().min(2).describe('A word to look for') }),
    ({ word }) => {
      const found = Object.entries(CHAPTERS).filter(([, { title, text }]) =>
        `${title} ${text}`.toLowerCase().includes(word.toLowerCase()),
      )
      return found.length > 0 ? found.map(([key, { title }]) => ({ key, title })) : `Nothing about «${word}».`
    },
  ),
]
