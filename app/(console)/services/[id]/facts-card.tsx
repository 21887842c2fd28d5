import { Status } from '#components/status/status.tsx'
import { Card, CardBody } from '#components/ui/card.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Detail, DetailList } from '#components/ui/detail-list.tsx'
import type { ServiceFacts } from '#lib/services/index.ts'
import { CREDENTIAL_LABELS, setWords } from '../form/credential-labels.ts'
import { reachGap } from '../reach-mark.tsx'
import { TRANSPORT_LABELS } from '../transport.ts'

/** What is known of a service: how it is reached, what it speaks, what Dify gets of it. */
export function FactsCard({ service, latest }: { service: ServiceFacts; latest: string | null }) {
  const { url, protocolVersion, serverName, serverVersion, origin } = service
  return (
    <Card>
      <CardBody>
        <div className="flex items-start gap-2">
          <div className="min-w-0 flex-1">
            <p className="text-muted-foreground">URL</p>
            <p className="break-all font-mono text-xs leading-5">{url}</p>
          </div>
          <CopyButton value={url} what="the URL" />
        </div>
        <DetailList className="mt-2.75">
          <Detail label="Transport">
            <Transport service={service} />
          </Detail>
          <Detail label="We check with">
            <Credential service={service} />
          </Detail>
          {origin !== null && (
            <Detail label="Taken from">
              <span className="break-all font-mono text-xs">
                {origin.name} {origin.version}
              </span>{' '}
              <span className="text-muted-foreground">
                {new URL(origin.registry).host}
                {latest !== null && latest !== origin.version && `, by now at ${latest}`}
              </span>
            </Detail>
          )}
          {serverName !== null && (
            <Detail label="Server">
              <span className="font-mono text-xs">{[serverName, serverVersion].filter(Boolean).join(' ')}</span>
            </Detail>
          )}
          {protocolVersion !== null && (
            <Detail label="Protocol">
              <span className="font-mono text-xs">{protocolVersion}</span>{' '}
              <span className="text-muted-foreground">{eras(service)}</span>
            </Detail>
          )}
          {(service.pageCount ?? 1) > 1 && <Detail label="Tool list">{service.pageCount} pages</Detail>}
          <Detail label="Reach">
            <Reach service={service} />
          </Detail>
          <Detail label="Timeouts">
            {service.timeoutSeconds} s a call,{' '}
            <span className="text-muted-foreground">{service.sseReadTimeoutSeconds} s of silence</span>
          </Detail>
        </DetailList>
      </CardBody>
    </Card>
  )
}

function Transport({ service: { transport, seenTransport } }: { service: ServiceFacts }) {
  if (transport !== 'auto') return <>{TRANSPORT_LABELS[transport]}</>
  return (
    <>
      {seenTransport === null ? 'Automatic' : TRANSPORT_LABELS[seenTransport]}{' '}
      {seenTransport !== null && <span className="text-muted-foreground">found by itself</span>}
    </>
  )
}

function Credential({ service: { credential, enforcesCredential } }: { service: ServiceFacts }) {
  if (credential.kind === 'none') return <>no credential</>
  return (
    <>
      {CREDENTIAL_LABELS[credential.kind]} <span className="text-muted-foreground">{setWords(credential)}</span>
      {enforcesCredential === true && <p className="text-muted-foreground">Refused without it.</p>}
      {enforcesCredential === false && (
        <Status state="partial" className="whitespace-normal">
          It answers without it too
        </Status>
      )}
    </>
  )
}

function eras({ eras: served }: ServiceFacts): string {
  if (served.length > 1) return 'both eras'
  return served[0] === 'modern' ? 'modern era' : 'legacy era'
}

function Reach({ service: { reach } }: { service: ServiceFacts }) {
  if (reach.kind === 'unknown') return <span className="text-muted-foreground">not known before a good check</span>
  if (reach.kind === 'all')
    return <Status state="verified">{reach.of === 1 ? 'Dify gets its tool' : `Dify gets all ${reach.of} tools`}</Status>
  return (
    <>
      <Status state="partial" className="items-baseline whitespace-normal">
        {reach.kind === 'none' ? 'It speaks only MCP 2026-07-28, Dify can’t' : reachGap(reach)}
      </Status>
      {reach.kind === 'part' && <p className="text-muted-foreground">It reads only the first page of the list.</p>}
    </>
  )
}
