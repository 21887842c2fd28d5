'use client'

import { useTheme } from 'next-themes'
import { useOptimistic, useTransition } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import { useHydrated } from '#components/time/use-hydrated.ts'
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx'
import { Field } from '#components/ui/field.tsx'
import { SegmentedControl } from '#components/ui/segmented-control.tsx'
import { Switch } from '#components/ui/switch.tsx'
import { notify } from '#components/ui/toast.tsx'
import { changeOwnAccount } from './actions.ts'

const THEMES = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'system', label: 'As the system' },
] as const

/** Theme (of this browser) and single-key shortcuts (of the account); both hold at once. */
export function ReadingCard({ singleKeys }: { singleKeys: boolean }) {
  const call = useCall()
  const { theme, setTheme } = useTheme()
  const hydrated = useHydrated()
  const [shown, setShown] = useOptimistic(singleKeys)
  const [, startTransition] = useTransition()

  const switchKeys = (on: boolean) =>
    startTransition(async () => {
      setShown(on)
      const result = await call(() => changeOwnAccount({ singleKeys: on }))
      if (!result.ok) notify.bad([result.error.message, result.error.next].filter(Boolean).join(' '))
    })
  return (
    <Card>
      <CardHeader title="Reading and keys" />
      <CardBody className="flex flex-col gap-5">
        <div className="flex flex-col gap-1.5">
          <span aria-hidden="true" className="font-medium">
            Theme
          </span>
          <SegmentedControl
            label="Theme"
            segments={THEMES}
            value={hydrated ? THEMES.find(({ value }) => value === theme)?.value : undefined}
            onChange={setTheme}
            className="self-start"
          />
          <span className="text-muted-foreground text-xs">For this browser.</span>
        </div>
        <Field
          label="Single-key shortcuts"
          hint="Letters such as s for synchronize and g m for MCP services. Ctrl K works either way."
        >
          <Switch checked={shown} onCheckedChange={switchKeys} />
        </Field>
      </CardBody>
    </Card>
  )
}
