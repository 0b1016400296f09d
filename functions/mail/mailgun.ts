import { userAgent } from '../lib/user-agent'
import type { Mail } from './schema'
import type { Provider } from './settings'

const basic = (name: string, password: string) =>
  `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${name}:${password}`)))}`

/**
 * The request by which Mailgun sends a mail. It has no key for a repeat, but mail programs show two mails of one id as
 * one. Its tracking is off: it would put an address of its own in place of the link.
 * @param id of the mail
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
