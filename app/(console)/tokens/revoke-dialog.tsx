'use client'

import { Ban } from 'lucide-react'
import { useState } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { PublicError } from '#lib/core/schema.ts'
import type { TokenSummary } from '#lib/tokens/index.ts'
import { revoke } from './actions.ts'
import { TokenLines } from './token-lines.tsx'
import { countOf, tokenName } from './words.ts'

/** From this many tokens on, the number is typed. */
const TYPED_FROM = 20

interface RevokeDialogProps {
  tokens: TokenSummary[]
  onClose: () => void
  onDone: () => void
}

/** Says what stops working at once, and ends the tokens. */
export function RevokeDialog({ tokens, onClose, onDone }: RevokeDialogProps) {
  const call = useCall()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<PublicError>()
  const [only] = tokens
  const one = tokens.length === 1 && only !== undefined
  const bound = tokens.some(({ namespace }) => namespace !== null)

  const act = async () => {
    setBusy(true)
    setRefusal(undefined)
    const result = await call(() => revoke({ tokenIds: tokens.map(({ id }) => id) }))
    setBusy(false)
    if (!result.ok) return setRefusal(result.error)
    const { revoked } = result.value
    notify.good(one ? `The token of ${tokenName(only)} is revoked.` : `${countOf(revoked)} revoked.`)
    onDone()
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={one ? `Revoke the token of ${tokenName(only)}?` : `Revoke ${countOf(tokens.length)}?`}
      description={one ? consequence(only) : consequences(tokens)}
      confirmLabel={one ? 'Revoke' : `Revoke ${tokens.length}`}
      cancelLabel={one ? 'Keep it' : 'Keep them'}
      icon={<Ban />}
      busy={busy}
      note={bound && 'A synchronization gives a namespace a new one.'}
      onConfirm={() => void act()}
      {...(tokens.length >= TYPED_FROM && { typed: String(tokens.length) })}
    >
      <div className="flex flex-col gap-4">
        {!one && <TokenLines tokens={tokens} />}
        {refusal && (
          <Notice kind="bad" alert title={refusal.message}>
            {refusal.next}
          </Notice>
        )}
      </div>
    </ConfirmDialog>
  )
}

function consequence({ service, namespace, name, state }: TokenSummary): string {
  if (namespace === null)
    return `Whoever presents «${name}» can’t call «${service.name}» any more, from one second to the next.`
  if (state === 'ending')
    return `It was replaced and is in its grace time. If ${namespace.platformName} still presents it in ${namespace.name}, applications there that are running fail at once.`
  return `${namespace.platformName} can’t call «${service.name}» in ${namespace.name} any more; running applications fail at once.`
}

function consequences(tokens: TokenSummary[]): string {
  const bound = tokens.filter(({ namespace }) => namespace !== null)
  const places = new Set(bound.map(({ namespace }) => namespace?.id)).size
  const parts = [
    ...(bound.length > 0
      ? [
          `${countOf(places, 'namespace')} can’t call ${bound.length === 1 ? 'this service' : 'these services'} any more; running applications fail at once.`,
        ]
      : []),
    ...(bound.length < tokens.length
      ? [`${countOf(tokens.length - bound.length, 'client')} with a token made by hand can’t either.`]
      : []),
  ]
  return parts.join(' ')
}
