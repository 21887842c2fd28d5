import { FerryError, type ServiceCredential } from '#lib/core/index.ts'
import { credentialSource } from '#lib/credentials/index.ts'
import { type CheckOptions, type CheckReport, checkService, type McpTarget } from '#lib/mcp/index.ts'

/**
 * Checks a service with its credential. Where that fetches access tokens: one more time with a fresh one after a refusal; when there
 * is none to be had, that is the verdict (`access_token_…`).
 */
export async function checkWithCredential(
  target: Omit<McpTarget, 'headers'>,
  credential: ServiceCredential,
  options: CheckOptions = {},
): Promise<CheckReport> {
  const source = credentialSource(credential, target.url)
  const identity = credential.kind === 'oauthClient' && {
    identity: `${credential.tokenUrl} ${credential.clientId} ${credential.scope}`,
  }
  const check = async () => {
    const headers = await source.headers()
    return { headers, report: await checkService({ ...target, headers, ...identity }, options) }
  }
  try {
    const { headers, report } = await check()
    if (report.code !== 'credential_refused' || !source.refused(headers)) return report
    return (await check()).report
  } catch (error) {
    if (!(error instanceof FerryError)) throw error
    const { code, message, next } = error
    return {
      ...{ status: 'abnormal', code, message, ...(next !== undefined && { next }) },
      ...{ eras: [], tools: [], ms: 0, exchange: [] },
    }
  }
}
