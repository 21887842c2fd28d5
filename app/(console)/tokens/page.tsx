import type { Metadata } from 'next'
import { requirePageContext } from '#app/server/context.ts'
import { type Context, FerryError } from '#lib/core/index.ts'
import { listPlatforms } from '#lib/platforms/index.ts'
import { listServices } from '#lib/services/index.ts'
import { getToken, listTokens } from '#lib/tokens/index.ts'
import { TokenFormDialog } from './form/token-form-dialog.tsx'
import { mayWriteTokens } from './permissions.ts'
import { filterOf, loadTokensParams, type TokensParams, tokensHref } from './search-params.ts'
import { TokensView } from './tokens-view.tsx'

export const metadata: Metadata = { title: 'Tokens' }

/** As many services as a list to choose from takes. */
const SERVICES = 200

/** All tokens of the gateway. The page's whole state stands in the address. */
export default async function TokensPage({ searchParams }: PageProps<'/tokens'>) {
  const ctx = await requirePageContext()
  const params = await loadTokensParams(searchParams)
  const { sort, dir: direction, page } = params
  const [list, known, services] = await Promise.all([
    listTokens(ctx, { ...filterOf(params), sort, direction, page: Math.min(Math.max(1, page), 1_000_000) }),
    listPlatforms(ctx),
    serviceChoices(ctx),
  ])
  const mayWrite = mayWriteTokens(ctx)
  return (
    <>
      <TokensView
        list={list}
        params={params}
        services={services.choices}
        platforms={known.map(({ id, name }) => ({ id, name }))}
        mayWrite={mayWrite}
      />
      {params.form !== null && mayWrite && <Form ctx={ctx} params={params} form={params.form} services={services} />}
    </>
  )
}

async function serviceChoices(ctx: Context) {
  const { rows, matching } = await listServices(ctx, { pageSize: SERVICES })
  return { choices: rows.map(({ id, name }) => ({ id, name })), more: matching > rows.length }
}

interface FormProps {
  ctx: Context
  params: TokensParams
  /** `new`, or the id of the token that is edited. */
  form: string
  services: Awaited<ReturnType<typeof serviceChoices>>
}

/** The form that an address asks for; nothing when its token is not there. */
async function Form({ ctx, params, form, services }: FormProps) {
  const common = {
    services: services.choices,
    moreServices: services.more,
    serviceId: params.service,
    closeHref: tokensHref({ ...params, form: null }),
  }
  if (form === 'new') return <TokenFormDialog key="new" {...common} />
  try {
    return <TokenFormDialog key={form} token={await getToken(ctx, { tokenId: form })} {...common} />
  } catch (error) {
    // An old address: the page behind it is shown alone.
    if (error instanceof FerryError) return null
    throw error
  }
}
