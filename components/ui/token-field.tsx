'use client'

import { ClipboardPaste, Eye, EyeOff } from 'lucide-react'
import { type ReactNode, useId, useRef, useState } from 'react'
import { cn } from '#components/cn.ts'
import { Glyph } from '#components/status/glyph.tsx'
import type { State } from '#components/status/states.ts'
import { useControlAria } from '#components/ui/field-context.ts'
import { fieldLook } from '#components/ui/input.tsx'
import { InsetButton } from '#components/ui/inset-button.tsx'

/** What is known of the token: being asked, verified, partly good, or the fault and its remedy. */
export interface TokenVerdict {
  state: 'asking' | 'verified' | 'warn' | 'fault'
  text: ReactNode
}

interface TokenFieldProps {
  value: string
  onChange: (value: string) => void
  onBlur?: () => void
  name?: string
  /** «Paste the token of Ledger». */
  placeholder?: string
  /** One line about it. */
  verdict?: TokenVerdict
  /** Where that line stands; beside it in a list of namespaces. On a phone always below. */
  verdictAt?: 'below' | 'beside'
  disabled?: boolean
  'aria-label'?: string
  className?: string
}

const glyphs: Record<TokenVerdict['state'], State> = {
  asking: 'asking',
  verified: 'verified',
  warn: 'partial',
  fault: 'failed',
}

/** A secret being entered: masked and mono, with show and paste. Name it by `Field` or `aria-label`. */
export function TokenField({
  value,
  onChange,
  verdict,
  verdictAt = 'below',
  className,
  placeholder,
  ...rest
}: TokenFieldProps) {
  const [shown, setShown] = useState(false)
  const [refused, setRefused] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const line = useId()
  const aria = useControlAria({})
  const told: TokenVerdict | undefined = refused
    ? { state: 'warn', text: 'The browser does not let this page read the clipboard. Paste with Ctrl V.' }
    : verdict

  const paste = async () => {
    try {
      onChange((await navigator.clipboard.readText()).trim())
      setRefused(false)
    } catch {
      setRefused(true)
    }
    input.current?.focus()
  }
  return (
    <div
      className={cn(
        'flex min-w-0 gap-x-3 gap-y-1.5',
        verdictAt === 'below' ? 'flex-col' : 'items-center max-md:flex-col max-md:items-stretch',
        className,
      )}
    >
      <div className={cn('relative', verdictAt === 'beside' && 'w-75 shrink-0 max-md:w-auto')}>
        <input
          {...rest}
          {...aria}
          aria-describedby={[aria['aria-describedby'], told && line].filter(Boolean).join(' ') || undefined}
          aria-invalid={aria['aria-invalid'] ?? (told?.state === 'fault' || undefined)}
          ref={input}
          type={shown ? 'text' : 'password'}
          value={value}
          onChange={(event) => {
            setRefused(false)
            onChange(event.target.value)
          }}
          placeholder={placeholder}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          data-1p-ignore
          data-lpignore="true"
          className={cn(
            fieldLook,
            'h-8 pr-16 pl-2.5 font-mono text-xs placeholder:font-sans placeholder:text-sm max-md:h-10 max-md:pr-22',
          )}
        />
        <span className="absolute inset-y-0 right-1 flex items-center">
          {value !== '' && (
            <InsetButton label={shown ? 'Hide the token' : 'Show the token'} onClick={() => setShown(!shown)}>
              {shown ? <EyeOff /> : <Eye />}
            </InsetButton>
          )}
          <InsetButton label="Paste from the clipboard" onClick={paste}>
            <ClipboardPaste />
          </InsetButton>
        </span>
      </div>
      <p
        id={line}
        aria-live="polite"
        className={cn(
          'flex min-w-0 gap-2 empty:hidden',
          told?.state === 'fault' && 'text-bad',
          told?.state === 'asking' && 'text-muted-foreground',
          verdictAt === 'below' && 'text-xs',
        )}
      >
        {told && (
          <>
            <Glyph state={glyphs[told.state]} decorative className={verdictAt === 'below' ? 'mt-0.5' : 'mt-1'} />
            <span className="min-w-0">{told.text}</span>
          </>
        )}
      </p>
    </div>
  )
}

/** A token set before: when and by whom, never the value nor its end. */
export function TokenSetBefore({ text, onReplace }: { text: ReactNode; onReplace?: () => void }) {
  return (
    <div className="flex h-8 items-center gap-3 rounded-md border bg-muted px-2.5 text-muted-foreground max-md:h-10">
      <span className="min-w-0 flex-1 truncate">{text}</span>
      {onReplace && (
        <button type="button" onClick={onReplace} className="min-h-6 rounded-sm font-medium text-link hover:underline">
          Replace
        </button>
      )}
    </div>
  )
}
