import type { Context } from 'hono'
import type { App } from './env'
import { keyedHash } from './secrets'

/** Network of a sender: an IPv4 address, or the /64 in which one sender holds any number of IPv6 addresses. */
export const networkOf = (address: string) => {
  if (address.includes('.')) return address.slice(address.lastIndexOf(':') + 1)
  const [head = '', tail] = address.split('::')
  const start = head === '' ? [] : head.split(':')
  const end = tail ? tail.split(':') : []
  const filled =
    tail === undefined ? start : [...start, ...Array(Math.max(0, 8 - start.length - end.length)).fill('0'), ...end]
  return filled
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}

/** A keyed hash of an address or network, so that the table of limits reveals neither. */
export const limitKey = async (c: Context<App>, name: string, value: string) =>
  `${name}:${await keyedHash(c.env.JWT_SECRET, 'rate limits', value)}`

/** `limitKey` of the request's network. Cloudflare sets the header and lets nobody else set it. */
export const networkKey = (c: Context<App>, name: string) =>
  limitKey(c, name, networkOf(c.req.header('CF-Connecting-IP') ?? 'unknown'))
