import { RelativeTime } from '#components/time/relative-time.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { TokenDetail } from '#lib/tokens/index.ts'

/** What about a token needs a look, over the cards; nothing where all is well. */
export function StateNotice({ token }: { token: TokenDetail }) {
  const notice = noticeOf(token)
  return notice && <div className="col-span-full">{notice}</div>
}

function noticeOf(token: TokenDetail) {
  const { state, namespace, expiresAt, endsAt, endedBy, endedBecause, presented, service } = token
  if (state === 'ended' && presented && namespace !== null)
    return (
      <Notice kind="bad" title={`${namespace.platformName} still presents it in ${namespace.name}, and is refused.`}>
        Synchronize {service.name} there: the namespace is given a new token.
      </Notice>
    )
  if (state === 'ended')
    return (
      <Notice icon="clock">
        {endedBecause === 'revoked' ? 'Revoked' : 'Ended'} {endedBy && `by ${endedBy}`}{' '}
        {endsAt && <RelativeTime at={endsAt} />}. It is kept here for 90 days.
      </Notice>
    )
  if (state === 'expired')
    return (
      <Notice kind="warn" title="It has expired and is refused.">
        Give it a later expiry, and it works again.
      </Notice>
    )
  if (state === 'ending')
    return (
      <Notice kind="pending" title="It has been replaced.">
        It ends {endsAt && <RelativeTime at={endsAt} />}; who presents it until then is still let in.
      </Notice>
    )
  if (token.silentSinceRoll)
    return (
      <Notice kind="warn" title="Not used once since it replaced another.">
        {namespace === null
          ? 'Whoever it was made for may still present the old one, or nothing.'
          : `Nothing in ${namespace.name} has called ${service.name} since, or ${namespace.platformName} still presents the old one.`}
      </Notice>
    )
  if (token.expiresSoon && expiresAt)
    return (
      <Notice kind="warn" title="It expires soon:">
        <RelativeTime at={expiresAt} />. Roll it, or give it a later expiry.
      </Notice>
    )
  return null
}
