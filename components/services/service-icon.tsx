import { cn } from '#components/cn.ts'

interface ServiceIconProps {
  /** The service's name; its first letters stand in where there is no icon. */
  name: string
  /** An emoji, or one to three letters. */
  icon?: string | null
  /** Ground of the tile as #rrggbb. */
  background?: string | null
  /** Edge in px: 20 in lists of runs, 24 in tables (default), 32 on phones, 40 beside a title. */
  size?: 20 | 24 | 28 | 32 | 40
  className?: string
}

const edges = {
  20: 'size-5 text-[11px]',
  24: 'size-6 text-[13px]',
  28: 'size-7 text-[15px]',
  32: 'size-8 text-[18px]',
  40: 'size-10 text-[24px]',
}
const letterSizes = { 20: 'text-[9px]', 24: 'text-[10px]', 28: 'text-[11px]', 32: 'text-[12px]', 40: 'text-[14px]' }
const grounds = ['#3a5a8c', '#2f6b5e', '#7a4b8c', '#8c4a3a', '#5b6470', '#6b5a1f', '#a03f66', '#2d6a8c']

/** A service's tile: an emoji or letters on a colour. Decorative: the name stands beside it. */
export function ServiceIcon({ name, icon, background, size = 24, className }: ServiceIconProps) {
  const text = icon?.trim() || initials(name)
  const letters = /^[\p{L}\p{N}]{1,3}$/u.test(text)
  const ground = validColour(background) ?? (letters ? pick(name) : '#e8e9eb')
  return (
    <span
      aria-hidden="true"
      style={{ '--tile': ground, ...(letters ? { color: inkOn(ground) } : {}) }}
      className={cn(
        'inline-grid shrink-0 select-none place-items-center overflow-hidden rounded-md bg-(--tile) leading-none',
        edges[size],
        letters ? cn('font-semibold', letterSizes[size]) : 'dark:bg-border-strong',
        className,
      )}
    >
      {text}
    </span>
  )
}

function initials(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? ['?']
  const letters = words.length > 1 ? words.slice(0, 2).map((word) => [...word][0]) : [...(words[0] ?? '?')].slice(0, 2)
  return letters.join('').toUpperCase()
}

function validColour(colour: string | null | undefined): string | null {
  return colour && /^#[0-9a-f]{6}$/i.test(colour) ? colour : null
}

/** The same name always gets the same ground. */
function pick(name: string): string {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973
  return grounds[sum % grounds.length] ?? '#5b6470'
}

/** Black or white, whichever stands out more on the ground (WCAG relative luminance). */
function inkOn(ground: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(ground.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#16171a' : '#ffffff'
}
