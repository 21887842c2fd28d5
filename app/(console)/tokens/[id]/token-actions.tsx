'use client'

import { Ban, Pencil, RefreshCw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useKeys } from '#components/keys/use-keys.ts'
import { Button, LinkButton } from '#components/ui/button.tsx'
import type { TokenDetail } from '#lib/tokens/index.ts'
import { useTokenActs } from '../use-token-acts.tsx'
import { canRoll, isValid } from '../words.ts'

/** What can be done with the token of this page. */
export function TokenActions({ token }: { token: TokenDetail }) {
  const router = useRouter()
  const acts = useTokenActs(() => router.refresh())
  const editHref = `/tokens/${token.id}?form=${token.id}`
  const [editable, rollable] = [token.state !== 'ended', canRoll(token)]
  useKeys([
    ...(editable ? [{ keys: 'e', label: 'edit limits', run: () => router.push(editHref, { scroll: false }) }] : []),
    ...(rollable ? [{ keys: 'r', label: 'roll', run: () => acts.ask('roll', token) }] : []),
  ])
  return (
    <>
      {isValid(token) && (
        <Button variant="danger" icon={<Ban />} onClick={() => acts.ask('revoke', token)}>
          Revoke
        </Button>
      )}
      {editable && (
        <LinkButton icon={<Pencil />} href={editHref} scroll={false}>
          Edit limits
        </LinkButton>
      )}
      {rollable && (
        <Button icon={<RefreshCw />} onClick={() => acts.ask('roll', token)}>
          Roll
        </Button>
      )}
      {acts.dialogs}
    </>
  )
}
