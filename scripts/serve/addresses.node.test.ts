import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bareAddress, clientAddress, parseAddressRanges } from '../../workers/server/addresses'

const trusted = parseAddressRanges('127.0.0.1, ::1, 10.0.0.0/8, fd00::/8')

const asked = (peer: string, headers: Record<string, string>) => clientAddress(peer, new Headers(headers), trusted)

const octet = fc.nat(255)
const outside = fc.oneof(
  fc.tuple(fc.constantFrom(8, 93, 203), octet, octet, octet).map((parts) => parts.join('.')),
  fc
    .tuple(fc.constantFrom('2001:db8', '2a02:c0'), fc.nat(9999), fc.nat(9999))
    .map(([net, a, b]) => `${net}:${a}::${b}`),
)
const proxy = fc.oneof(
  fc.tuple(octet, octet, octet).map((parts) => `10.${parts.join('.')}`),
  fc.constantFrom('127.0.0.1', '::1', 'fd00::7'),
)
/** Texts that a client may have written itself. */
const madeUp = fc.array(
  fc.oneof(
    outside,
    proxy,
    fc.constantFrom('unknown', '_hidden', '', '999.1.1.1', '"', 'for=1.2.3.4', '1.2.3.4, 5.6.7.8'),
  ),
  { maxLength: 4 },
)
const forms = (address: string) => {
  const isV6 = address.includes(':')
  return fc.constantFrom(address, isV6 ? `[${address}]` : address, isV6 ? `[${address}]:4711` : `${address}:4711`)
}
/** A chain of requests: what the client wrote, the client, and the proxies from its side to this server's. */
const chain = fc.tuple(madeUp, outside, fc.array(proxy, { minLength: 1, maxLength: 3 }))

test('the client is the nearest sender that is no trusted proxy, whatever it wrote itself', () => {
  fc.assert(
    fc.property(
      chain.chain(([said, client, proxies]) =>
        fc.record({
          said: fc.constant(said),
          client: fc.constant(client),
          peer: fc.constant(proxies.at(-1) ?? ''),
          seen: fc.tuple(...[client, ...proxies.slice(0, -1)].map(forms)),
        }),
      ),
      ({ said, client, peer, seen }) => {
        expect(asked(peer, { 'X-Forwarded-For': [...said, ...seen].join(', ') })).toBe(client)
        const quoted = seen.map((one) => `for="${one}";proto=https;host="a,for=9.9.9.9;b"`)
        const before = said.filter((one) => !one.includes('"')).map((one) => `for="${one}"`)
        expect(asked(peer, { Forwarded: [...before, ...quoted].join(', ') })).toBe(client)
      },
    ),
  )
})

test('a sender that is no trusted proxy is the client, whatever its headers say', () => {
  fc.assert(
    fc.property(outside, madeUp, (peer, said) => {
      const list = said.join(', ')
      expect(asked(peer, { 'X-Forwarded-For': list, Forwarded: `for="${list.replaceAll('"', '')}"` })).toBe(peer)
    }),
  )
})

test('two headers that differ are nobody’s word: one of them is the client’s own', () => {
  expect(asked('10.0.0.2', { 'X-Forwarded-For': '8.8.8.8', Forwarded: 'for=9.9.9.9' })).toBe('10.0.0.2')
  expect(asked('10.0.0.2', { 'X-Forwarded-For': '8.8.8.8', Forwarded: 'for="8.8.8.8:80"' })).toBe('8.8.8.8')
  expect(asked('10.0.0.2', { Forwarded: 'for="x, for="[2001:db8::1]"' })).toBe('10.0.0.2')
})

test.each([
  ['[::ffff:172.18.0.2]:52682', '172.18.0.2'],
  ['[::1]:50848', '::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['203.0.113.9:443', '203.0.113.9'],
  ['unknown', undefined],
  ['', undefined],
  ['1.2.3.4.5', undefined],
])('the address in %s', (text, address) => {
  expect(bareAddress(text)).toBe(address)
})

test.each(['10.0.0.0/33', '10.0.0.0/', 'proxy', '10.0.0.0/8/8', '::/129', '10.0.0.0/-1'])(
  '%s is refused by name',
  (range) => {
    expect(() => parseAddressRanges(`127.0.0.1, ${range}`)).toThrow(`“${range}”`)
  },
)
