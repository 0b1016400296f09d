import { type Bindings, isDevelopment } from '../lib/env'
import { mayGetSecrets } from '../lib/secret-urls'

export type Provider = {
  name: 'resend' | 'mailgun'
  /** `Daymark <hello@daymark.example>`, or the address alone. */
  from: string
  domain: string
  key: string
  /** Base URL of the API, without a trailing slash. */
  url: string
}

/** `invalid` names the setting that is missing or wrong. */
export type MailSettings = { provider: 'outbox' } | { provider: Provider } | { invalid: string }

const urls = { resend: 'https://api.resend.com', mailgun: 'https://api.mailgun.net' }

const isProvider = (name: string): name is Provider['name'] => Object.hasOwn(urls, name)

/** Reads the domain of `name@domain` or `Name <name@domain>`. */
const domainOf = (from: string) => /^(?:[^<>\r\n]*<)?[^<>@\s]+@([a-z0-9.-]+\.[a-z0-9-]+)>?$/i.exec(from)?.[1]

/** The outbox is available only in development, where it is the default. */
export const mailSettings = (env: Bindings): MailSettings => {
  const name = env.MAIL_PROVIDER || 'outbox'
  if (name === 'outbox' && isDevelopment(env)) return { provider: 'outbox' }
  if (!isProvider(name)) return { invalid: 'MAIL_PROVIDER' }
  const from = env.MAIL_FROM?.trim() ?? ''
  const domain = domainOf(from)
  if (!domain) return { invalid: 'MAIL_FROM' }
  if (!env.MAIL_API_KEY) return { invalid: 'MAIL_API_KEY' }
  const url = env.MAIL_API_URL || urls[name]
  if (!mayGetSecrets(url, env)) return { invalid: 'MAIL_API_URL' }
  return { provider: { name, from, domain, key: env.MAIL_API_KEY, url: url.replace(/\/+$/, '') } }
}

/** Mail is then read at /dev/outbox. */
export const usesOutbox = (env: Bindings) => {
  const settings = mailSettings(env)
  return 'provider' in settings && settings.provider === 'outbox'
}
