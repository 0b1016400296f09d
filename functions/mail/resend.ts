import { userAgent } from '../lib/user-agent'
import type { Mail } from './schema'
import type { Provider } from './settings'

/** @param id idempotency key: a repeated request sends no second mail */
export const resendRequest = ({ from, key, url }: Provider, { to, subject, text, html }: Mail, id: string) =>
  new Request(`${url}/emails`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': id,
      'User-Agent': userAgent,
    },
    body: JSON.stringify({ from, to: [to], subject, text, html }),
  })
