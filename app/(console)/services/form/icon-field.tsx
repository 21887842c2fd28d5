'use client'

import { useId } from 'react'
import { cn } from '#components/cn.ts'
import { ServiceIcon } from '#components/services/service-icon.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx'
import { ICON_COLORS, ICON_EMOJI } from './icon-palette.ts'

interface IconFieldProps {
  name: string
  emoji: string
  color: string
  onEmoji: (emoji: string) => void
  onColor: (color: string) => void
  emojiFault?: string | undefined
  colorFault?: string | undefined
}

/** The service's tile: emoji or letters on a colour, from a palette or typed. */
export function IconField({ name, emoji, color, onEmoji, onColor, emojiFault, colorFault }: IconFieldProps) {
  const label = useId()
  const fault = emojiFault ?? colorFault
  return (
    <div className="flex flex-col gap-1.5">
      <span id={label} className="font-medium">
        Icon
      </span>
      <Popover>
        <PopoverTrigger asChild>
          <Button
            aria-labelledby={label}
            aria-invalid={fault !== undefined}
            className={cn('h-8 w-12 p-0 max-md:h-10', fault && 'border-bad-mark')}
          >
            <ServiceIcon name={name || '?'} icon={emoji} background={color} />
            <span className="sr-only">
              {emoji} on {color}, change
            </span>
          </Button>
        </PopoverTrigger>
        <PopoverContent aria-label="Icon" className="flex w-88 flex-col gap-4">
          <Palette label="Emoji">
            {ICON_EMOJI.map((each) => (
              <Swatch key={each} label={each} chosen={each === emoji} onChoose={() => onEmoji(each)}>
                {each}
              </Swatch>
            ))}
          </Palette>
          <Palette label="Colour">
            {ICON_COLORS.map((each) => (
              <Swatch key={each} label={each} chosen={each === color.toLowerCase()} onChoose={() => onColor(each)}>
                <span className="size-5 rounded-sm border" style={{ backgroundColor: each }} />
              </Swatch>
            ))}
          </Palette>
          <div className="flex items-start gap-3">
            <Field label="Or type" error={emojiFault} hint="An emoji, 1 or 2 letters" className="flex-1">
              <Input value={emoji} onChange={(event) => onEmoji(event.target.value)} maxLength={32} />
            </Field>
            <Field label="Colour" error={colorFault} hint="# and six digits" className="flex-1">
              <Input mono value={color} onChange={(event) => onColor(event.target.value)} maxLength={7} />
            </Field>
          </div>
        </PopoverContent>
      </Popover>
      {fault && <p className="text-bad text-xs">{fault}</p>}
    </div>
  )
}

function Palette({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <fieldset>
      <legend className="sr-only">{label}</legend>
      <div className="grid grid-cols-10 gap-1">{children}</div>
    </fieldset>
  )
}

interface SwatchProps {
  label: string
  chosen: boolean
  onChoose: () => void
  children: React.ReactNode
}

function Swatch({ label, chosen, onChoose, children }: SwatchProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={chosen}
      onClick={onChoose}
      className="grid size-7 place-items-center rounded-md border border-transparent text-base leading-none hover:bg-accent aria-pressed:border-ring aria-pressed:bg-selected"
    >
      {children}
    </button>
  )
}
