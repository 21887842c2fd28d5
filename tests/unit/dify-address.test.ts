import { describe, expect, it } from 'vitest'
import { readAddress } from '#lib/platforms/dify/address.ts'

function baseOf(text: string) {
  const read = readAddress(text)
  return read.ok ? read.address.baseUrl : `fault: ${read.fault}`
}

describe('a pasted Dify address', () => {
  it.each([
    ['https://dify.example.com', 'https://dify.example.com'],
    ['https://dify.example.com/', 'https://dify.example.com'],
    ['  https://dify.example.com/console/api  ', 'https://dify.example.com'],
    ['https://dify.example.com/console/api/', 'https://dify.example.com'],
    ['https://dify.example.com/apps', 'https://dify.example.com'],
    ['https://dify.example.com/tools?category=mcp', 'https://dify.example.com'],
    ['https://dify.example.com/app/0b9c/workflow#node', 'https://dify.example.com'],
    ['https://example.com/dify/apps', 'https://example.com/dify'],
    ['https://example.com/dify/', 'https://example.com/dify'],
    ['HTTPS://Dify.Example.com:8443/signin', 'https://dify.example.com:8443'],
    ['dify.example.com', 'https://dify.example.com'],
    ['dify.example.com:8080/apps', 'https://dify.example.com:8080'],
    ['localhost', 'http://localhost'],
    ['localhost:5001', 'http://localhost:5001'],
    ['127.0.0.1:5001/console/api', 'http://127.0.0.1:5001'],
    ['10.1.2.3', 'http://10.1.2.3'],
    ['192.168.0.9:8080', 'http://192.168.0.9:8080'],
    ['[::1]:5001', 'http://[::1]:5001'],
    ['nginx', 'http://nginx'],
    ['8.8.8.8', 'https://8.8.8.8'],
    ['<https://dify.example.com>', 'https://dify.example.com'],
    ['https://dify.\u200bexample.com', 'https://dify.example.com'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ])('%s becomes %s', (text, expected) => {
    expect(baseOf(text)).toBe(expected)
  })

  it.each([
    ['', 'Enter the address'],
    ['   ', 'Enter the address'],
    ['https://admin:secret@dify.example.com', 'user name or a password'],
    ['admin@dify.example.com', 'user name or a password'],
    ['ftp://dify.example.com', 'ftp:'],
    ['javascript:alert(1)', 'javascript:'],
    ['mailto:dify@example.com', 'mailto:'],
    ['https://dify.example.com/?token=abc', 'belongs to no address'],
    ['https://dify.example.com/#top', 'belongs to no address'],
    ['https://dify example.com', 'space'],
    ['https://', 'not an address'],
    ['https://dify.example.com:99999', 'not an address'],
    [`https://${'a'.repeat(3000)}.com`, 'too long'],
  ])('%s is refused', (text, fault) => {
    expect(baseOf(text)).toContain('fault:')
    expect(baseOf(text)).toContain(fault)
  })

  it('tells what was made of it, and nothing when nothing was', () => {
    expect(readAddress('dify.example.com/apps')).toEqual({
      ok: true,
      address: { baseUrl: 'https://dify.example.com', note: 'https:// was added; «/apps» was left out.' },
    })
    expect(readAddress('https://dify.example.com')).toEqual({
      ok: true,
      address: { baseUrl: 'https://dify.example.com' },
    })
  })
})
