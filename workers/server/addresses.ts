import { BlockList, isIP } from 'node:net'

/**
 * Parses addresses and ranges separated by commas, such as `127.0.0.1, 10.0.0.0/8, fd00::/8`.
 * @throws Error that names an invalid one
 */
export const parseAddressRanges = (text = '') => {
  const ranges = new BlockList()
  for (const range of text.split(/[\s,]+/).filter((part) => part !== '')) {
    const [address = '', bits, ...more] = range.split('/')
    const kind = isIP(address)
    const most = kind === 4 ? 32 : 128
    const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN
    if (kind === 0 || more.length > 0 || !(length <= most)) throw new Error(`“${range}” is no address and no range`)
    ranges.addSubnet(address, length, kind === 4 ? 'ipv4' : 'ipv6')
  }
  return ranges
}

/** Address of a peer or a header, without port, brackets and zone; undefined if invalid. */
export const bareAddress = (text: string) => {
  const inBrackets = /^\[([^\]]+)\](?::\d+)?$/.exec(text.trim())?.[1]
  const withoutPort = inBrackets ?? text.trim().replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
  const address = withoutPort.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(address) === 0 ? undefined : address
}

const isIn = (ranges: BlockList, address: string) => ranges.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6')

/** Splits at a mark, except inside quoted strings (RFC 9110, 5.6.4). */
const splitAt = (text: string, mark: ',' | ';') =>
  text.match(new RegExp(String.raw`(?:"(?:[^"\\]|\\.)*"|[^"${mark}])+`, 'g')) ?? []

/** The `for` values of the header `Forwarded` (RFC 7239, 4), one per proxy. */
const forwardedFor = (header: string) =>
  splitAt(header, ',').map((element) => {
    const pair = splitAt(element, ';').find((one) => /^\s*for=/i.test(one)) ?? ''
    return pair.slice(pair.indexOf('=') + 1).replaceAll('"', '')
  })

/**
 * The senders named by proxies, nearest last. Empty if both headers exist and differ, because the client may have sent
 * one of them.
 */
const namedSenders = (headers: Headers) => {
  const listed = headers.get('X-Forwarded-For')?.split(',')
  const forwarded = headers.get('Forwarded')
  if (forwarded === null) return listed ?? []
  const named = forwardedFor(forwarded)
  return !listed || listed.map(bareAddress).join() === named.map(bareAddress).join() ? named : []
}

/**
 * Address of the client: the peer's, unless the peer is a trusted proxy. Each proxy appends its sender's address, so
 * headers are read from right to left up to the first untrusted address. Addresses further left may be forged.
 */
export const clientAddress = (peer: string, headers: Headers, trusted: BlockList) => {
  let client = peer
  for (const sender of namedSenders(headers).toReversed()) {
    if (!isIn(trusted, client)) break
    const address = bareAddress(sender)
    if (address === undefined) break
    client = address
  }
  return client
}
