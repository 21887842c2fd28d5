'use client'

import { withBase } from '#components/base-path.ts'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'

/** A one-time link and whose it is. */
export interface ShownLink {
  name: string
  path: string
}

/** A one-time link, shown this once, with its address as the browser reaches this installation. */
export function OneTimeLink({ link }: { link: ShownLink }) {
  const url = new URL(withBase(link.path), window.location.origin).href
  return (
    <Field
      label="One-time link"
      hint={`Works once, for 24 hours. It is shown only now: whoever has it can set ${link.name}’s password, so hand it over in a safe way.`}
    >
      <div className="flex gap-2">
        <Input mono readOnly value={url} aria-label="One-time link" onFocus={(event) => event.target.select()} />
        <CopyButton value={url} what="the link" words />
      </div>
    </Field>
  )
}
