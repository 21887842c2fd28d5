import ipaddr from 'ipaddr.js'
import { FerryError } from './errors.ts'

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number]

/** The well-known prefix by which IPv6-only networks reach IPv4 addresses (RFC 6052): the last four bytes are the real target. */
const NAT64 = ipaddr.parseCIDR('64:ff9b::/96')

/**
 * Judges addresses against a comma-separated list of CIDR ranges (`OUTBOUND_DENY`).
 * An IPv4 address inside an IPv6 one (mapped, NAT64) is judged as what it reaches. Text that is no address is denied.
 * Throws `invalid_environment` when a range cannot be read.
 */
export function addressJudge(ranges: string): (address: string) => boolean {
  const denied = ranges.split(',').flatMap((text) => (text.trim() === '' ? [] : [parseRange(text.trim())]))
  return (address) => {
    // A zone (`fe80::1%eth0`) belongs to this machine, not to the address.
    const text = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
    if (!ipaddr.isValid(text)) return true
    const reached = embeddedIpv4(ipaddr.process(text))
    return denied.some((range) => reached.kind() === range[0].kind() && reached.match(range))
  }
}

function parseRange(text: string): Range {
  try {
    return text.includes('/') ? ipaddr.parseCIDR(text) : [ipaddr.parse(text), text.includes(':') ? 128 : 32]
  } catch {
    throw new FerryError('invalid_environment', 500, `OUTBOUND_DENY: «${text}» is not an address range.`, {
      next: 'Write ranges as 10.0.0.0/8 or fd00::/8, separated by commas.',
    })
  }
}

function embeddedIpv4(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!(address instanceof ipaddr.IPv6) || !address.match(NAT64)) return address
  return ipaddr.fromByteArray(address.toByteArray().slice(12))
}
