import type { Context } from 'hono'
import type { App } from './env'
import { keyedHash } from './secrets'

/** The network of a sender: an IPv4 address, or the /64 in which one holds any number of IPv6 addresses. */
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

/** What stands for a person's address or network in the table: nothing that could be read back. */
export const limitKey = async (c: Context<App>, name: string, value: string) =>
  `${name}:${await keyedHash(c.env.JWT_SECRET, 'rate limits', value)}`

/** The same of the network from which a request comes; Cloudflare says it, and lets nobody else. */
export const networkKey = (c: Context<App>, name: string) =>
  limitKey(c, name, networkOf(c.req.header('CF-Connecting-IP') ?? 'unknown'))
