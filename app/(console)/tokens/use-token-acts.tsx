'use client'

import { type ReactNode, useState } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { ShownToken, TokenSummary } from '#lib/tokens/index.ts'
import { readSelected } from './actions.ts'
import { graceWords } from './grace.ts'
import { RevokeDialog } from './revoke-dialog.tsx'
import { RollDialog } from './roll-dialog.tsx'
import { ShownOnce } from './shown-once.tsx'

type Act = 'roll' | 'revoke'

interface TokenActs {
  /** Asks about one token, or about the selected ones by their ids. */
  ask: (act: Act, tokens: TokenSummary | readonly string[]) => void
  /** To be shown by the page. */
  dialogs: ReactNode
}

/** Rolling and revoking, each after its question; `onDone` when something was done. */
export function useTokenActs(onDone: () => void): TokenActs {
  const call = useCall()
  const [asked, setAsked] = useState<{ act: Act; tokens: TokenSummary[] }>()
  const [shown, setShown] = useState<{ made: ShownToken; grace: number }>()

  const ask = async (act: Act, wanted: TokenSummary | readonly string[]) => {
    if ('prefix' in wanted) return setAsked({ act, tokens: [wanted] })
    const result = await call(() => readSelected({ tokenIds: [...wanted] }))
    if (!result.ok) return notify.bad(`${result.error.message} ${result.error.next ?? ''}`.trim())
    if (result.value.length === 0) return notify.bad('None of the selected tokens is valid any more.')
    setAsked({ act, tokens: result.value })
  }
  const close = () => setAsked(undefined)
  const done = () => {
    close()
    onDone()
  }
  return {
    ask: (act, tokens) => void ask(act, tokens),
    dialogs: (
      <>
        {asked?.act === 'revoke' && <RevokeDialog tokens={asked.tokens} onClose={close} onDone={done} />}
        {asked?.act === 'roll' && (
          <RollDialog
            tokens={asked.tokens}
            onClose={close}
            onBegun={done}
            onShown={(made, grace) => {
              close()
              setShown({ made, grace })
            }}
          />
        )}
        {shown && (
          <ShownOnce
            made={shown.made}
            note={`The old one ${graceWords(shown.grace)}.`}
            onDone={() => {
              setShown(undefined)
              onDone()
            }}
          />
        )}
      </>
    ),
  }
}
