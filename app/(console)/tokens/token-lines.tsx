import { ServiceIcon } from '#components/services/service-icon.tsx'
import { Tag } from '#components/ui/tag.tsx'
import type { TokenSummary } from '#lib/tokens/index.ts'

/** Tokens named one by one inside a dialog. */
export function TokenLines({ tokens }: { tokens: TokenSummary[] }) {
  return (
    <ul className="max-h-56 overflow-y-auto rounded-lg border">
      {tokens.map(({ id, service, namespace, name, prefix }) => (
        <li key={id} className="flex h-9 items-center gap-2.5 border-b px-3 last:border-b-0">
          <ServiceIcon name={service.name} icon={service.iconEmoji} background={service.iconColor} size={20} />
          <span className="min-w-0 truncate">{service.name}</span>
          <span className="min-w-0 truncate text-muted-foreground">
            {namespace === null ? name : `${namespace.name} · ${namespace.platformName}`}
          </span>
          {namespace === null && <Tag>by hand</Tag>}
          <span className="ml-auto shrink-0 font-mono text-subtle text-xs max-md:hidden">{prefix}…</span>
        </li>
      ))}
    </ul>
  )
}
