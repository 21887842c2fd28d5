import { z } from 'zod'
import { type Tool, tool } from '../tool.ts'

const COUNTRIES: Record<string, { capital: string; area: number; neighbours: string[] }> = {
  Portugal: { capital: 'Lisbon', area: 92_212, neighbours: ['Spain'] },
  Spain: { capital: 'Madrid', area: 505_990, neighbours: ['Portugal', 'France'] },
  France: { capital: 'Paris', area: 551_695, neighbours: ['Spain', 'Italy'] },
  Italy: { capital: 'Rome', area: 301_340, neighbours: ['France'] },
}
const country = z.enum(Object.keys(COUNTRIES)).describe('Portugal, Spain, France or Italy')

/** A few countries and their borders. */
export const ATLAS: readonly Tool[] = [
  tool('capital_of', 'The capital of a country', z.object({ country }), (input) => COUNTRIES[input.country]?.capital),
  tool('area_of', 'The area of a country in square kilometres', z.object({ country }), (input) => ({
    country: input.country,
    area: COUNTRIES[input.country]?.area,
  })),
  tool(
    'neighbours_of',
    'The neighbours of a country',
    z.object({ country }),
    (input) => COUNTRIES[input.country]?.neighbours,
  ),
]
