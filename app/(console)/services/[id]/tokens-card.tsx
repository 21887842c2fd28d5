import { Card, CardBody, CardFooter, CardHeader } from '#components/ui/card.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import type { Context } from '#lib/core/index.ts'
import { tokensOfService } from '#lib/tokens/index.ts'
import { mayWriteTokens } from '../../tokens/permissions.ts'
import { tokensHref } from '../../tokens/search-params.ts'
import { LastUsed, PrefixCell, StateCell } from '../../tokens/token-cells.tsx'
import { countOf } from '../../tokens/words.ts'

/** The tokens that open this service through the gateway, those used last first. */
export async function TokensCard({ ctx, serviceId }: { ctx: Context; serviceId: string }) {
  const { rows, valid, over } = await tokensOfService(ctx, { serviceId })
  return (
    <Card>
      <CardHeader
        title={valid === 0 ? 'No token' : countOf(valid)}
        aside={
          mayWriteTokens(ctx) && <TextLink href={tokensHref({ service: serviceId, form: 'new' })}>New token</TextLink>
        }
      />
      {valid === 0 ? (
        <CardBody className="text-muted-foreground">
          {over > 0 ? 'None that is valid now.' : 'Made by a synchronization with «Generate», or by hand.'}
        </CardBody>
      ) : (
        <ul>
          {rows.map((token) => (
            <li key={token.id} className="flex flex-wrap items-center gap-x-3 border-b px-4 py-2 last:border-b-0">
              <span className="min-w-0 flex-1 truncate font-medium">{token.namespace?.name ?? token.name}</span>
              <PrefixCell token={token} />
              <span className="flex basis-full flex-wrap items-center gap-x-3 text-muted-foreground text-xs">
                <StateCell token={token} />
                <span className="ml-auto">
                  {token.lastUsedAt !== null && 'used '}
                  <LastUsed token={token} />
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {(valid > rows.length || over > 0) && (
        <CardFooter>
          {valid > rows.length && <TextLink href={tokensHref({ service: serviceId })}>All {valid}</TextLink>}
          {over > 0 && (
            <TextLink href={tokensHref({ service: serviceId, show: 'over' })}>{countOf(over)} that ended</TextLink>
          )}
        </CardFooter>
      )}
    </Card>
  )
}
