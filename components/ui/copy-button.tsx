'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '#components/ui/button.tsx'

interface CopyButtonProps {
  value: string
  /** What is copied, for its name: «Copy the URL». */
  what: string
  /** With words beside the icon. */
  words?: boolean
  onCopied?: () => void
  className?: string
}

type Outcome = 'idle' | 'copied' | 'refused'

/** Copies a text to the clipboard and says so for two seconds; where the browser refuses, it says that. */
export function CopyButton({ value, what, words = false, onCopied, className }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>('idle')
  useEffect(() => {
    if (outcome === 'idle') return
    const timer = setTimeout(() => setOutcome('idle'), 2000)
    return () => clearTimeout(timer)
  }, [outcome])

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value)
      setOutcome('copied')
      onCopied?.()
    } catch {
      setOutcome('refused')
    }
  }
  const word = { idle: 'Copy', copied: 'Copied', refused: 'Select and copy by hand' }[outcome]
  const icon = outcome === 'copied' ? <Check className="text-good-mark" /> : <Copy />
  return (
    <>
      <Button
        variant={words ? 'secondary' : 'ghost'}
        size={words ? 'md' : 'icon-sm'}
        icon={icon}
        aria-label={`Copy ${what}`}
        title={outcome === 'idle' ? `Copy ${what}` : word}
        onClick={copy}
        className={className}
      >
        {words && word}
      </Button>
      <span role="status" className="sr-only">
        {outcome !== 'idle' && word}
      </span>
    </>
  )
}
