import { readAddress } from '#lib/platforms/schema.ts'

/** What is made of an address as it is typed: where Dify will be asked, what was added or left out, and whether others can read along. */
export function addressHint(text: string): string {
  const read = readAddress(text)
  if (!read.ok) return 'The URL you open Dify with, or that of its API server. A pasted path such as /apps is cut off.'
  const { baseUrl, note } = read.address
  const made = note === undefined ? `Asked at ${baseUrl}/console/api.` : `Becomes ${baseUrl}: ${note}`
  return isReadable(new URL(baseUrl)) ? `${made} Over http:// what we sign in with can be read on the way.` : made
}

/** Unencrypted, and not on this machine. */
function isReadable({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && !/^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}
