'use client'

import { useId } from 'react'
import { useHydrated } from '#components/time/use-hydrated.ts'
import { Input } from '#components/ui/input.tsx'

interface DayFieldProps {
  label: string
  /** The moment that stands for the day: its first, or the first after it. */
  bound: 'start' | 'end'
  value: Date | null
  onChange: (moment: Date | null) => void
}

/** A day in the reader's own time zone, kept as a moment so that the server needs to know no zone. */
export function DayField({ label, bound, value, onChange }: DayFieldProps) {
  const id = useId()
  const hydrated = useHydrated()
  return (
    <span className="inline-flex items-center gap-2">
      <label htmlFor={id} className="text-muted-foreground">
        {label}
      </label>
      <Input
        id={id}
        type="date"
        className="w-36"
        value={hydrated && value !== null ? dayOf(value, bound) : ''}
        onChange={(event) => onChange(momentOf(event.target.value, bound))}
      />
    </span>
  )
}

function momentOf(day: string, bound: 'start' | 'end'): Date | null {
  const [year, month, date] = day.split('-').map(Number)
  if (year === undefined || month === undefined || date === undefined || year < 1970) return null
  return new Date(year, month - 1, bound === 'start' ? date : date + 1)
}

function dayOf(moment: Date, bound: 'start' | 'end'): string {
  const day = new Date(moment.getFullYear(), moment.getMonth(), moment.getDate() - (bound === 'start' ? 0 : 1))
  const two = (number: number) => String(number).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}
