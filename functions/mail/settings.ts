import { type Bindings, isDevelopment } from '../lib/env'
import { mayGetSecrets } from '../lib/secret-urls'

/** How a provider is reached. */
export type Provider = {
  name: 'resend' | 'mailgun'
  /** `Daymark <hello@daymark.example>`, or the address alone. */
  from: string
  /** Of the address in `from`. */
  domain: string
  key: string
  /** The address of its API, without a slash at the end. */
  url: string
}

/** Where mail goes; or which setting is missing or wrong, so that it goes nowhere. */
export type MailSettings = { provider: 'outbox' } | { provider: Provider } | { wrong: string }

const urls = { resend: 'https://api.resend.com', mailgun: 'https://api.mailgun.net' }

const isProvider = (name: string): name is Provider['name'] => Object.hasOwn(urls, name)

/** The domain of a sender: of an address, or of one in angle brackets behind a name. */
const domainOf = (from: string) => /^(?:[^<>\r\n]*<)?[^<>@\s]+@([a-z0-9.-]+\.[a-z0-9-]+)>?$/i.exec(from)?.[1]

/** What the environment says of mail. The outbox counts only in development, where it is also what an empty name means. */
export const mailSettings = (env: Bindings): MailSettings => {
  const name = env.MAIL_PROVIDER || 'outbox'
  if (name === 'outbox' && isDevelopment(env)) return { provider: 'outbox' }
  if (!isProvider(name)) return { wrong: 'MAIL_PROVIDER' }
  const from = env.MAIL_FROM?.trim() ?? ''
  const domain = domainOf(from)
  if (!domain) return { wrong: 'MAIL_FROM' }
  if (!env.MAIL_API_KEY) return { wrong: 'MAIL_API_KEY' }
  const url = env.MAIL_API_URL || urls[name]
  if (!mayGetSecrets(url, env)) return { wrong: 'MAIL_API_URL' }
  return { provider: { name, from, domain, key: env.MAIL_API_KEY, url: url.replace(/\/+$/, '') } }
}

/** Whether mail stays here, to be read at /dev/outbox. */
export const usesOutbox = (env: Bindings) => {
  const settings = mailSettings(env)
  return 'provider' in settings && settings.provider === 'outbox'
}
