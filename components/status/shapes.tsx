import type { ReactNode } from 'react'
import type { Shape } from '#components/status/states.ts'

const stroke = { fill: 'none', stroke: 'currentColor', strokeLinecap: 'round', strokeLinejoin: 'round' } as const

/** The drawing of each shape in a field of 12 by 12. */
export const drawings: Record<Shape, ReactNode> = {
  disc: <circle cx="6" cy="6" r="4" fill="currentColor" />,
  half: (
    <>
      <circle cx="6" cy="6" r="3.75" {...stroke} strokeWidth="1.5" />
      <path d="M6 2.25a3.75 3.75 0 0 1 0 7.5z" fill="currentColor" />
    </>
  ),
  triangle: (
    <path d="M6 1.6 11 10.3H1z" fill="currentColor" stroke="currentColor" strokeWidth=".8" strokeLinejoin="round" />
  ),
  'thick-ring': <circle cx="6" cy="6" r="3.75" {...stroke} strokeWidth="2.1" />,
  'thin-ring': <circle cx="6" cy="6" r="3.75" {...stroke} strokeWidth="1.25" />,
  cross: <path d="m2.2 2.2 7.6 7.6m0-7.6L2.2 9.8" {...stroke} strokeLinecap="butt" strokeWidth="2" />,
  diamond: <path d="M6 1.5 10.5 6 6 10.5 1.5 6z" {...stroke} strokeWidth="1.4" />,
  'dashed-ring': (
    <circle cx="6" cy="6" r="4.25" {...stroke} strokeLinecap="butt" strokeWidth="1.4" strokeDasharray="1.67 1.67" />
  ),
  check: <path d="m1.8 6.4 2.9 2.9 5.6-6" {...stroke} strokeWidth="1.9" strokeLinecap="butt" />,
  equals: <path d="M1.75 4.25h8.5m-8.5 3.5h8.5" {...stroke} strokeWidth="1.4" />,
  spinner: (
    <>
      <circle cx="6" cy="6" r="4.25" {...stroke} strokeWidth="2" opacity=".35" />
      <path d="M6 1.75A4.25 4.25 0 0 1 10.25 6" {...stroke} strokeWidth="2" />
    </>
  ),
  dot: <circle cx="6" cy="6" r="1" fill="currentColor" />,
  plus: <path d="M6 1.5v9M1.5 6h9" {...stroke} strokeWidth="1.9" strokeLinecap="butt" />,
  tilde: <path d="M1 7.2C2.4 4.4 4 4.4 6 6s3.6 1.6 5-1.2" {...stroke} strokeWidth="1.8" />,
  anchor: (
    <path
      d="M6 4v7M6 4a1.35 1.35 0 1 0 0-2.7A1.35 1.35 0 0 0 6 4ZM3.9 5.6h4.2M1.2 7c.2 2.3 2 4 4.8 4s4.6-1.7 4.8-4"
      {...stroke}
      strokeWidth="1.2"
    />
  ),
  exclamation: (
    <>
      <path d="M6 1.4v5.8" {...stroke} strokeWidth="1.9" strokeLinecap="butt" />
      <circle cx="6" cy="9.8" r="1.1" fill="currentColor" />
    </>
  ),
  minus: <path d="M1.5 6h9" {...stroke} strokeWidth="1.9" strokeLinecap="butt" />,
  barred: (
    <>
      <circle cx="6" cy="6" r="4.4" {...stroke} strokeWidth="1.4" />
      <path d="m3 9 6-6" {...stroke} strokeWidth="1.4" />
    </>
  ),
  pause: <path d="M4 2.25v7.5m4-7.5v7.5" {...stroke} strokeWidth="1.8" />,
}
