/**
 * Whether this process is a function of Vercel: it is frozen between requests, may end at any time, keeps no file and nothing in memory
 * for the next request, and neither a worker nor a schedule runs in it. Everything that depends on this asks here.
 * Source: https://vercel.com/docs/environment-variables/system-environment-variables (`VERCEL` is `1` there).
 */
export function runsServerless(source: Record<string, string | undefined> = process.env): boolean {
  return source.VERCEL === '1'
}

/**
 * The whole addresses under which Vercel serves this deployment, the one for people first: the production domain, or for a preview its
 * branch's; then the one of this very deployment. Empty elsewhere.
 */
export function deploymentAddresses(source: Record<string, string | undefined> = process.env): string[] {
  if (!runsServerless(source)) return []
  const { VERCEL_ENV, VERCEL_PROJECT_PRODUCTION_URL, VERCEL_BRANCH_URL, VERCEL_URL } = source
  const hosts = [VERCEL_ENV === 'production' && VERCEL_PROJECT_PRODUCTION_URL, VERCEL_BRANCH_URL, VERCEL_URL]
  return [...new Set(hosts.filter(Boolean).map((host) => `https://${host}`))]
}
