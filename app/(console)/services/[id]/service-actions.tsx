'use client'

import { CloudOff, Ellipsis, Pencil, RefreshCw, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useKeys } from '#components/keys/use-keys.ts'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '#components/ui/dropdown-menu.tsx'
import { Tooltip } from '#components/ui/tooltip.tsx'
import type { ServiceFacts } from '#lib/services/index.ts'
import type { BindingView } from '#lib/sync/schema.ts'
import { useAwaiting } from '../../use-refreshing.ts'
import type { ServicePermissions } from '../permissions.ts'
import { editHref } from '../remedy.ts'
import { useRemoval } from '../remove-service-dialog.tsx'
import { servicesHref } from '../search-params.ts'
import { useChecks } from '../use-checks.ts'
import { useDraft } from '../use-draft.ts'

interface ServiceActionsProps {
  service: ServiceFacts
  may: ServicePermissions
  bindings: BindingView[]
}

/** What can be done with the service of this page. */
export function ServiceActions({ service, may, bindings }: ServiceActionsProps) {
  const router = useRouter()
  const { checking, check } = useChecks()
  const { starting, start } = useDraft((draft) => servicesHref({ draft }))
  const removal = useRemoval(() => router.push('/services'))
  useAwaiting(service.status === 'unchecked')
  const { id, name, status } = service
  const normal = status === 'normal'
  const synchronize = () => void start('sync', [id])
  useKeys([
    ...(may.check ? [{ keys: 'c', label: 'check now', run: () => void check(id) }] : []),
    ...(may.write ? [{ keys: 'e', label: 'edit', run: () => router.push(editHref(id), { scroll: false }) }] : []),
    ...(may.sync && normal ? [{ keys: 's', label: 'synchronize', run: synchronize }] : []),
  ])
  const waiting = bindings.some(({ pending }) => pending.length > 0)
  const syncLabel = waiting ? 'Update everywhere' : 'Synchronize'
  return (
    <>
      {may.check && (
        <Button icon={<RefreshCw />} busy={checking.has(id)} onClick={() => check(id)} className="max-md:flex-1">
          Check now
        </Button>
      )}
      {may.write && (
        <LinkButton icon={<Pencil />} href={editHref(id)} scroll={false} className="max-md:flex-1">
          Edit
        </LinkButton>
      )}
      {(may.sync || may.write) && (
        <Menu>
          <MenuTrigger asChild>
            <Button variant="ghost" size="icon" aria-label={`More for ${name}`} icon={<Ellipsis />} />
          </MenuTrigger>
          <MenuContent>
            {may.sync && (
              <MenuItem
                icon={<CloudOff />}
                disabled={bindings.length === 0}
                onSelect={() => void start('remove', [id])}
              >
                Remove from namespaces…
              </MenuItem>
            )}
            {may.write && (
              <MenuItem icon={<Trash2 />} danger onSelect={() => removal.ask(service)}>
                Remove…
              </MenuItem>
            )}
          </MenuContent>
        </Menu>
      )}
      {may.sync &&
        (normal ? (
          <Button variant="primary" busy={starting} onClick={synchronize} className="max-md:w-full">
            {syncLabel}
          </Button>
        ) : (
          <Tooltip text={`${name} is ${status}; only normal services can be synchronized.`}>
            <Button variant="primary" aria-disabled="true" className="max-md:w-full">
              {syncLabel}
            </Button>
          </Tooltip>
        ))}
      {removal.dialog}
    </>
  )
}
