'use client'

import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { cn } from '#components/cn.ts'
import { Input, type InputProps } from '#components/ui/input.tsx'
import { InsetButton } from '#components/ui/inset-button.tsx'

interface PasswordInputProps extends Omit<InputProps, 'type'> {
  /** What the button shows, where it is no password: `value`. */
  what?: string
}

/** A password, or another secret, with a button that shows it. Give `autoComplete`: `current-password`, `new-password` or `off`. */
export function PasswordInput({ what = 'password', className, ...rest }: PasswordInputProps) {
  const [shown, setShown] = useState(false)
  return (
    <div className="relative">
      <Input {...rest} type={shown ? 'text' : 'password'} className={cn('pr-10', className)} spellCheck={false} />
      <div className="absolute inset-y-0 right-1 flex items-center">
        <InsetButton label={`${shown ? 'Hide' : 'Show'} the ${what}`} onClick={() => setShown(!shown)}>
          {shown ? <EyeOff /> : <Eye />}
        </InsetButton>
      </div>
    </div>
  )
}
