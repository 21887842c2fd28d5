import { z } from 'zod'
import type { ProviderDetails } from '../connector.ts'
import type { DifyProvider } from './answers.ts'

const seconds = z.number().positive().nullable().catch(null)
const timeouts = z.object({ timeout: seconds, sse_read_timeout: seconds })

/** What of a provider a list shows besides; every field may be missing, since releases differ. */
const detailsSchema = z.object({
  /** Emoji and ground, or the address of an uploaded picture as a text. */
  icon: z.object({ content: z.string().min(1).nullable().catch(null), background: z.string().catch('') }).catch({
    content: null,
    background: '',
  }),
  /** Since 1.10.0 */
  configuration: timeouts.optional().catch(undefined),
  /** From 1.9.0 to 1.9.2 */
  timeout: seconds,
  sse_read_timeout: seconds,
  /** Since 1.9.0; absent where there are none. */
  masked_headers: z.record(z.string(), z.string()).catch({}),
})

/** Icon, timeouts and masked headers of a provider in a list. */
export function providerDetails(provider: DifyProvider): ProviderDetails {
  const { icon, configuration, timeout, sse_read_timeout, masked_headers } = detailsSchema.parse(provider)
  return {
    iconEmoji: icon.content,
    iconColor: /^#[0-9a-f]{6}$/i.test(icon.background) ? icon.background.toLowerCase() : null,
    timeoutSeconds: configuration?.timeout ?? timeout,
    sseReadTimeoutSeconds: configuration?.sse_read_timeout ?? sse_read_timeout,
    headers: Object.entries(masked_headers).map(([name, mask]) => ({ name, mask })),
  }
}

/** Dify's mask of a header: stars alone up to six characters, else the first two, stars, the last two; the length stays. */
export function fitsMask(mask: string, value: string): boolean {
  const shown = [...mask]
  const real = [...value]
  return shown.length === real.length && shown.every((letter, at) => letter === '*' || letter === real[at])
}
