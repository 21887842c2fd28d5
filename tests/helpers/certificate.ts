import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** A certificate and its key, as `https.createServer` takes them. */
export interface Certificate {
  cert: string
  key: string
}

interface CertificateOptions {
  /** The DNS name it is for. */
  name: string
  notBefore?: Date
  notAfter?: Date
  /** Who signs it; itself when absent. */
  by?: Authority
}

/** Something that signs certificates. */
export interface Authority extends Certificate {
  name: string
  privateKey: KeyObject
}

const YEAR_MS = 365 * 24 * 60 * 60 * 1000
const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'))

/** Makes an X.509 certificate (RFC 5280) with nothing but Node, so that tests meet real TLS faults. */
export function makeCertificate({ name, notBefore, notAfter, by }: CertificateOptions): Certificate & Authority {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const now = Date.now()
  const certificate = sequence(
    explicit(0, Buffer.from([0x02, 0x01, 0x02])),
    Buffer.from([0x02, 0x04, ...Buffer.from((now & 0x7fffffff).toString(16).padStart(8, '0'), 'hex')]),
    ECDSA_SHA256,
    distinguishedName(by?.name ?? name),
    sequence(time(notBefore ?? new Date(now - YEAR_MS)), time(notAfter ?? new Date(now + YEAR_MS))),
    distinguishedName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(alternativeName(name), ...(by === undefined ? [maySign()] : []))),
  )
  const signature = sign('sha256', certificate, by?.privateKey ?? privateKey)
  const whole = sequence(certificate, ECDSA_SHA256, element(0x03, Buffer.concat([Buffer.from([0]), signature])))
  const lines = whole.toString('base64').replace(/.{64}/g, '$&\n')
  return {
    name,
    privateKey,
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function element(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

function sequence(...parts: Buffer[]): Buffer {
  return element(0x30, Buffer.concat(parts))
}

function explicit(number: number, content: Buffer): Buffer {
  return element(0xa0 + number, content)
}

function oid(hex: string): Buffer {
  return element(0x06, Buffer.from(hex, 'hex'))
}

function distinguishedName(name: string): Buffer {
  return sequence(element(0x31, sequence(oid('550403'), element(0x0c, Buffer.from(name)))))
}

function time(date: Date): Buffer {
  return element(0x18, Buffer.from(date.toISOString().replace(/[-:T]|\.\d+/g, '')))
}

function extension(id: string, content: Buffer): Buffer {
  return sequence(oid(id), element(0x04, content))
}

function alternativeName(name: string): Buffer {
  return extension('551d11', sequence(element(0x82, Buffer.from(name))))
}

/** `basicConstraints` with CA true. */
function maySign(): Buffer {
  return extension('551d13', sequence(Buffer.from([0x01, 0x01, 0xff])))
}
