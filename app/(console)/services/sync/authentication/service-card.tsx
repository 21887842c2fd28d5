'use client'

import { useState } from 'react'
import { useWatch } from 'react-hook-form'
import { ServiceIcon } from '#components/services/service-icon.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { Input } from '#components/ui/input.tsx'
import { SegmentedControl } from '#components/ui/segmented-control.tsx'
import { Select } from '#components/ui/select.tsx'
import type { AuthenticationView, ShownService, SlotView, TokenMode } from '#lib/sync/schema.ts'
import type { TokenOptions } from '#lib/tokens/schema.ts'
import type { AuthForm } from '../use-auth-form.ts'
import { SENT_AS, slotKey } from './fields.ts'
import { GeneratedSlots } from './generated-slots.tsx'
import { ProofLine, slotVerdict } from './proof-line.tsx'
import { SlotRow, type Source } from './slot-row.tsx'

/** What a card asks of its step. */
interface CardActions {
  setMode: (mode: TokenMode) => void
  setScope: (scope: 'same' | 'byNamespace') => void
  setSource: (slot: SlotView, source: Source) => void
  setOptions: (slot: SlotView, options: TokenOptions) => Promise<boolean>
  verify: (slot: SlotView) => void
}

interface ServiceCardProps extends CardActions {
  auth: AuthForm
  service: AuthenticationView
  shown: ShownService
  mode: TokenMode | undefined
  /** Keys of the slots that are being asked now. */
  asking: ReadonlySet<string>
  namespaces: number
  faulty: boolean
}

const ASKS = { token: 'asks for a token', nothing: 'needs no token', unknown: 'not known whether it asks for a token' }
const SLOTS = 40

/** How one service is reached: by a generated token, by one that is entered, or by none; the same for all namespaces or one for each. */
export function ServiceCard(props: ServiceCardProps) {
  const { auth, service, shown, mode, asking, namespaces, faulty, setMode, setScope, setSource, setOptions, verify } =
    props
  const [most, setMost] = useState(SLOTS)
  useWatch({ control: auth.form.control, name: `services.${service.serviceId}.kind` })
  useWatch({ control: auth.form.control, name: `services.${service.serviceId}.header` })
  const { kind, header } = auth.fieldsOf(service)
  const typedSomewhere = service.slots.some((slot) => auth.typedEntry(service, slot) !== null)
  const needsKind =
    typedSomewhere || service.slots.some((slot) => slot.choice?.mode !== 'entered' || slot.choice.source === 'typed')
  const { reach } = service
  return (
    <Card faulty={faulty} aria-label={shown.name} data-service={service.serviceId}>
      <header className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-2 border-b px-4 py-2 max-md:py-3">
        <ServiceIcon name={shown.name} icon={shown.iconEmoji} background={shown.iconColor} />
        <h3 className="min-w-0 truncate font-semibold">{shown.name}</h3>
        <span className="flex-1 text-muted-foreground">{ASKS[service.asks]}</span>
        {(mode === 'entered' || mode === 'generated') && namespaces > 1 && (
          <Select
            aria-label={`Tokens of ${shown.name}`}
            options={[
              { value: 'same', label: 'Same for every namespace' },
              { value: 'byNamespace', label: 'Different by namespace' },
            ]}
            value={service.scope}
            onValueChange={(scope) => setScope(scope === 'byNamespace' ? 'byNamespace' : 'same')}
            className="max-md:order-last max-md:w-full"
          />
        )}
        <SegmentedControl
          label={`How ${shown.name} is reached`}
          segments={[
            { value: 'generated', label: 'Generate' },
            { value: 'entered', label: 'Enter' },
            { value: 'none', label: 'None' },
          ]}
          value={mode}
          onChange={setMode}
        />
      </header>
      <div className="flex flex-col gap-2.5 px-4 py-3">
        {mode === undefined && <p className="text-muted-foreground">Choose Generate, Enter or None.</p>}
        {mode === 'entered' && needsKind && (
          <div className="flex flex-wrap items-center gap-2">
            <Select
              prefix="Sent as"
              options={SENT_AS}
              value={kind}
              onValueChange={(next) => {
                const sentAs = SENT_AS.find(({ value }) => value === next)?.value
                if (sentAs) auth.form.setValue(`services.${service.serviceId}.kind`, sentAs)
              }}
              className="max-md:w-full"
            />
            {kind === 'apiKey' && (
              <Input
                value={header}
                onChange={(event) => auth.form.setValue(`services.${service.serviceId}.header`, event.target.value)}
                aria-label={`Header of ${shown.name}`}
                autoComplete="off"
                spellCheck={false}
                mono
                className="w-38 max-md:flex-1"
              />
            )}
            {service.scope === 'byNamespace' && (
              <Button variant="link" className="ml-auto" onClick={() => setScope('same')}>
                Use one for all {namespaces}
              </Button>
            )}
          </div>
        )}
        {mode !== 'generated' && reach.message !== null && !saysReach(service) && (
          <ProofLine verdict={{ state: 'warn', text: `${reach.message} ${withGenerate(service)}` }} />
        )}
        {mode === 'generated' && (
          <GeneratedSlots
            service={service}
            serviceName={shown.name}
            namespaces={namespaces}
            asking={asking}
            onOptions={setOptions}
            onVerify={verify}
          />
        )}
        {mode === 'entered' &&
          service.slots
            .slice(0, most)
            .map((slot) => (
              <SlotRow
                key={slotKey(slot.namespaceId)}
                auth={auth}
                service={service}
                serviceName={shown.name}
                slot={slot}
                kind={kind}
                header={header}
                namespaces={namespaces}
                asking={asking.has(slotKey(slot.namespaceId))}
                onSource={(source) => setSource(slot, source)}
                onVerify={() => verify(slot)}
              />
            ))}
        {mode === 'entered' && service.slots.length > most && (
          <Button variant="ghost" className="self-start" onClick={() => setMost(most + SLOTS)}>
            Show more: {most} of {service.slots.length}
          </Button>
        )}
        {mode === 'none' && <WithoutToken {...props} />}
      </div>
    </Card>
  )
}

function withGenerate({ gateway }: AuthenticationView): string {
  return gateway.tools === null ? 'With Generate it gets all.' : `With Generate it gets all ${gateway.tools}.`
}

/** A service that is out of reach says so in its failed proof already. */
function saysReach({ reach, slots }: AuthenticationView): boolean {
  return reach.kind === 'nothing' && slots.some((slot) => slot.proof?.state === 'failed')
}

/** A service that is presented nothing: what it answers then. */
function WithoutToken({ service, asking, verify }: ServiceCardProps) {
  const slot = service.slots[0]
  if (slot === undefined) return null
  const isAsking = asking.has(slotKey(slot.namespaceId))
  // Nobody is refused here, so that it does not enforce a token is no news.
  const verdict =
    slot.choice?.mode === 'none'
      ? slotVerdict({ ...slot, proof: slot.proof && { ...slot.proof, enforced: null } })
      : undefined
  return (
    <div className="flex min-h-7 items-center gap-3 max-md:flex-wrap">
      {isAsking ? (
        <ProofLine verdict={{ state: 'asking', text: 'Asking without a token' }} className="flex-1" />
      ) : verdict ? (
        <ProofLine verdict={verdict} className="flex-1" />
      ) : (
        <p className="flex-1 text-muted-foreground">
          {service.asks === 'token'
            ? 'It asked for a token when it was checked last.'
            : 'Not verified yet: it is asked without a token.'}
        </p>
      )}
      <Button size="sm" busy={isAsking} onClick={() => verify(slot)}>
        Verify
      </Button>
    </div>
  )
}
