import { userAgent } from '../lib/user-agent'
import type { Mail } from './schema'
import type { Provider } from './settings'

const basic = (name: string, password: string) =>
  `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${name}:${password}`)))}`

/**
 * Mailgun has no idempotency key, but mail programs show two mails with one Message-Id as one. Tracking is off because it
 * would replace the links.
 */
export const mailgunRequest = ({ from, domain, key, url }: Provider, { to, subject, text, html }: Mail, id: string) =>
  new Request(`${url}/v3/${domain}/messages`, {
    method: 'POST',
    headers: { Authorization: basic('api', key), 'User-Agent': userAgent },
    body: new URLSearchParams({
      from,
      to,
      subject,
      text,
      html,
      'h:Message-Id': `<${id}@${domain}>`,
      'o:tracking': 'no',
    }),
  })
