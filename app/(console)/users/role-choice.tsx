'use client'

import { useId } from 'react'
import { RadioField, RadioGroup } from '#components/ui/radio.tsx'
import type { Role } from '#lib/core/index.ts'

const ROLES: { value: Role; hint: string }[] = [
  { value: 'admin', hint: 'Everything: also platforms, users and settings.' },
  { value: 'operator', hint: 'Services, checks and synchronizations; reads the audit log.' },
  { value: 'viewer', hint: 'Looks at everything but users and audit, changes nothing.' },
]

/** The three roles with what each may do. */
export function RoleChoice({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  const label = useId()
  return (
    <div className="flex flex-col gap-2">
      <span id={label} className="font-medium text-sm">
        Role
      </span>
      <RadioGroup aria-labelledby={label} value={value} onValueChange={(role) => onChange(role as Role)}>
        {ROLES.map((role) => (
          <RadioField key={role.value} value={role.value} label={role.value} hint={role.hint} />
        ))}
      </RadioGroup>
    </div>
  )
}
