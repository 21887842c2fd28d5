import { z } from 'zod'
import { type Tool, tool } from '../tool.ts'

const SKIES = ['clear', 'partly cloudy', 'overcast', 'light rain', 'showers', 'fog']
const city = z.string().min(1).describe('Name of a city, such as Lisbon')

/** Weather that is invented, but the same for a city on the same day. */
export const WEATHER: readonly Tool[] = [
  tool('current_weather', 'The weather in a city at this moment', z.object({ city }), (input) => ({
    city: input.city,
    ...conditions(input.city, 0),
  })),
  tool(
    'forecast',
    'The weather in a city over the next days',
    z.object({ city, days: z.int().min(1).max(7).default(3).describe('How many days, from 1 to 7') }),
    ({ city: name, days }) => Array.from({ length: days }, (_, day) => conditions(name, day + 1)),
  ),
  tool(
    'compare_cities',
    'Which of several cities is warmest today',
    z.object({ cities: z.array(city).min(2) }),
    (input) =>
      input.cities
        .map((name) => ({ city: name, temperature: conditions(name, 0).temperature }))
        .toSorted((a, b) => b.temperature - a.temperature),
  ),
]

function conditions(city: string, inDays: number): { date: string; sky: string; temperature: number; wind: number } {
  const date = new Date(Date.now() + inDays * 86_400_000).toISOString().slice(0, 10)
  const seed = [...`${city.toLowerCase()} ${date}`].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7)
  return { date, sky: SKIES[seed % SKIES.length] ?? 'clear', temperature: (seed % 28) - 2, wind: (seed % 11) + 1 }
}
