'use client'

import { MoreHorizontal } from 'lucide-react'
import { useState } from 'react'
import { useController } from 'react-hook-form'
import { exactTime, relativeTime } from '#components/time/format.ts'
import { Button } from '#components/ui/button.tsx'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '#components/ui/dropdown-menu.tsx'
import { TokenSetBefore } from '#components/ui/token-field.tsx'
import type { AuthenticationView, SlotView } from '#lib/sync/schema.ts'
import type { AuthForm } from '../use-auth-form.ts'
import { credentialOf, emptySlot, formFault, isEmpty, type SentAs, slotKey } from './fields.ts'
import { ProofLine, verdictOf } from './proof-line.tsx'
import { SlotInputs } from './slot-inputs.tsx'

/** Another way to fill a slot. */
export type Source = 'kept' | 'service' | 'none' | 'generated'

interface SlotRowProps {
  auth: AuthForm
  service: AuthenticationView
  serviceName: string
  slot: SlotView
  kind: SentAs
  header: string
  /** How many are chosen. */
  namespaces: number
  asking: boolean
  /** Chooses what needs no typing; saved at once. */
  onSource: (source: Source) => void
  onVerify: () => void
}

/** The token of one service, for all namespaces or for one: typed, set before, or taken from elsewhere; with its proof. */
export function SlotRow(props: SlotRowProps) {
  const { auth, service, serviceName, slot, kind, header, namespaces, asking, onSource, onVerify } = props
  const [replacing, setReplacing] = useState(false)
  const path = `services.${service.serviceId}.slots.${slotKey(slot.namespaceId)}` as const
  const { field } = useController({ control: auth.form.control, name: path })
  const fields = auth.fieldsOf(service).slots[slotKey(slot.namespaceId)] ?? emptySlot()
  const empty = isEmpty(kind, fields)
  const typing = !empty || replacing || slot.choice?.mode !== 'entered'
  const other =
    service.scope === 'byNamespace' && empty && !replacing ? OTHER_WAYS[slot.choice?.mode ?? 'entered'] : null
  const unsaved = !empty && auth.isUnsaved(service, slot)
  const fault = empty ? undefined : formFault(credentialOf(kind, header, fields))
  const verdict = verdictOf({
    asking,
    serviceName,
    unsaved,
    fault,
    slot: typing && empty ? { ...slot, proof: null, ready: false, acceptedUnverified: false } : slot,
  })
  const about = slot.namespaceName === null ? serviceName : `${serviceName} in ${slot.namespaceName}`
  const ways = waysOf(service, slot, namespaces)
  const take = (source: Source) => {
    setReplacing(false)
    onSource(source)
  }
  return (
    <div
      data-slot={`${service.serviceId}/${slotKey(slot.namespaceId)}`}
      className="flex flex-wrap items-start gap-x-3 gap-y-1.5"
    >
      <span className="w-21 shrink-0 truncate pt-1.5 font-medium max-md:w-full max-md:pt-0">
        {slot.namespaceName ?? (kind === 'headers' && typing ? 'Headers' : 'Token')}
      </span>
      {typing && other === null ? (
        <SlotInputs
          kind={kind}
          value={fields}
          onChange={field.onChange}
          about={about}
          placeholder={`Paste the token of ${serviceName}`}
          verdict={verdict}
        />
      ) : (
        <div className="flex min-w-0 flex-1 items-start gap-3 max-md:flex-col">
          <div className="w-75 shrink-0 max-md:w-full">
            <TokenSetBefore text={other ?? setBefore(slot)} onReplace={() => setReplacing(true)} />
          </div>
          {verdict && <ProofLine verdict={verdict} className="flex-1 md:pt-1.5" />}
        </div>
      )}
      <div className="flex shrink-0 gap-1 max-md:w-full">
        <Button busy={asking} disabled={typing && other === null && empty} onClick={onVerify} className="max-md:flex-1">
          Verify
        </Button>
        {service.scope === 'byNamespace' && ways.length > 0 && (
          <Menu>
            <MenuTrigger asChild>
              <Button variant="ghost" size="icon" icon={<MoreHorizontal />} aria-label={`Other ways for ${about}`} />
            </MenuTrigger>
            <MenuContent>
              {ways.map((way) => (
                <MenuItem key={way.source} onSelect={() => take(way.source)}>
                  {way.label}
                </MenuItem>
              ))}
            </MenuContent>
          </Menu>
        )}
      </div>
      {typing && slot.kept && slot.kept.namespaces < coversOf(slot, namespaces) && (
        <p className="w-full text-muted-foreground md:pl-24">
          {slot.kept.namespaces} of {namespaces} namespaces have one already. «Different by namespace» keeps it there.
        </p>
      )}
      {service.scope === 'same' && ways.length > 0 && (
        <div className="flex w-full flex-wrap gap-x-4 md:pl-24">
          {ways.map((way) => (
            <Button key={way.source} variant="link" onClick={() => take(way.source)}>
              {way.label}
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}

/** What stands in place of a token, in one namespace of several. */
const OTHER_WAYS = { none: 'No token here', generated: 'Through the gateway, generated', entered: null }

/** «Set on 3 Nov by operator», «As it is checked with», never the value nor its end. */
function setBefore({ choice }: SlotView) {
  if (choice?.mode !== 'entered') return ''
  const { source, setAt, setBy } = choice
  const by = setBy === null ? '' : ` by ${setBy}`
  const words = source === 'service' ? 'As it is checked with' : `Set ${setAt === null ? 'before' : onDay(setAt)}${by}`
  return (
    <span title={setAt === null ? undefined : `Set ${exactTime(setAt)}${by}`} suppressHydrationWarning>
      {words}
    </span>
  )
}

function onDay(at: string): string {
  const words = relativeTime(at, Date.now())
  return /^\d+ [A-Z]/.test(words) ? `on ${words}` : words
}

/** Ways besides typing: the credential the service is checked with, what is carried there, or nothing at all. */
function waysOf(service: AuthenticationView, slot: SlotView, namespaces: number): { source: Source; label: string }[] {
  const source = slot.choice?.mode === 'entered' ? slot.choice.source : null
  return [
    ...(service.service && source !== 'service'
      ? [{ source: 'service' as const, label: 'Use the one it is checked with' }]
      : []),
    ...(slot.kept?.namespaces === coversOf(slot, namespaces) && source !== 'kept'
      ? [{ source: 'kept' as const, label: 'Keep what is carried there' }]
      : []),
    ...(service.scope === 'byNamespace' && slot.choice?.mode !== 'generated'
      ? [{ source: 'generated' as const, label: 'Generate one here' }]
      : []),
    ...(service.scope === 'byNamespace' && slot.choice?.mode !== 'none'
      ? [{ source: 'none' as const, label: 'No token here' }]
      : []),
  ]
}

/** For how many namespaces a slot stands. */
function coversOf(slot: SlotView, namespaces: number): number {
  return slot.namespaceId === null ? namespaces : 1
}
