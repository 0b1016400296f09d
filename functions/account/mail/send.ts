import { sql } from '../../lib/db/sql'
import { type Bindings, isDevelopment, mayGetSecrets, userAgent } from '../../lib/env'

export type Mail = {
  to: string
  subject: string
  text: string
  html: string
  /** Address that mail programs POST to, to unsubscribe (RFC 8058). They show a button for it. */
  unsubscribe?: string
}

/** `sent_at` is epoch ms. */
export type OutboxMail = Mail & { sent_at: number }

type Provider = {
  name: 'resend' | 'mailgun' | 'smtp'
  /** `Daymark <hello@daymark.example>`, or the address alone. */
  from: string
  domain: string
  key: string
  /** Base URL of the API, without a trailing slash. */
  url: string
}

/** The mail provider, or in `invalid` the name of the setting that is missing or wrong. */
type MailSettings = { provider: 'outbox' } | { provider: Provider } | { invalid: string }

/**
 * Base URLs of the APIs. `smtp` goes through a binding to the process next to the Worker (scripts/serve/mailer.ts),
 * which ignores the host.
 */
const urls = { resend: 'https://api.resend.com', mailgun: 'https://api.mailgun.net', smtp: 'http://localhost' }

const isProvider = (name: string): name is Provider['name'] => Object.hasOwn(urls, name)

/** Reads the domain of `name@domain` or `Name <name@domain>`. */
const domainOf = (from: string) => /^(?:[^<>\r\n]*<)?[^<>@\s]+@([a-z0-9.-]+\.[a-z0-9-]+)>?$/i.exec(from)?.[1]

/** The mail settings. The outbox exists only in development, where it is the default. */
export const mailSettings = (env: Bindings): MailSettings => {
  const name = env.MAIL_PROVIDER || 'outbox'
  if (name === 'outbox' && isDevelopment(env)) return { provider: 'outbox' }
  if (!isProvider(name)) return { invalid: 'MAIL_PROVIDER' }
  const from = env.MAIL_FROM?.trim() ?? ''
  const domain = domainOf(from)
  if (!domain) return { invalid: 'MAIL_FROM' }
  const { MAILER, MAIL_API_KEY: key = '' } = env
  if (name === 'smtp' && !MAILER) return { invalid: 'SMTP_URL' }
  if (name !== 'smtp' && !key) return { invalid: 'MAIL_API_KEY' }
  const url = (name !== 'smtp' && env.MAIL_API_URL) || urls[name]
  if (!mayGetSecrets(url, env)) return { invalid: 'MAIL_API_URL' }
  if (!isDevelopment(env) && !URL.canParse(env.PUBLIC_URL ?? '')) return { invalid: 'PUBLIC_URL' }
  return { provider: { name, from, domain, key, url: url.replace(/\/+$/, '') } }
}

/** True if mail is stored, to be read at /dev/outbox. */
export const usesOutbox = (env: Bindings) => {
  const settings = mailSettings(env)
  return 'provider' in settings && settings.provider === 'outbox'
}

const headersOf = ({ unsubscribe }: Mail): Record<string, string> =>
  unsubscribe ? { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}

/** @param id idempotency key: a repeated request sends no second mail */
const resendRequest = ({ from, key, url }: Provider, mail: Mail, id: string) =>
  new Request(`${url}/emails`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': id,
      'User-Agent': userAgent,
    },
    body: JSON.stringify({
      from,
      to: [mail.to],
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      ...(mail.unsubscribe && { headers: headersOf(mail) }),
    }),
  })

const addMail = (db: D1Database, mail: OutboxMail) =>
  sql(db)`
    INSERT INTO outbox (recipient, subject, text, html, sent_at)
    VALUES (${mail.to}, ${mail.subject}, ${mail.text}, ${mail.html}, ${mail.sent_at})`

const basic = (name: string, password: string) => `Basic ${new TextEncoder().encode(`${name}:${password}`).toBase64()}`

/**
 * Mailgun has no idempotency key, but mail programs show two mails with one Message-Id as one. Tracking is off because it
 * would replace the links.
 */
export const mailgunRequest = ({ from, domain, key, url }: Provider, mail: Mail, id: string) =>
  new Request(`${url}/v3/${domain}/messages`, {
    method: 'POST',
    headers: { Authorization: basic('api', key), 'User-Agent': userAgent },
    body: new URLSearchParams({
      from,
      to: mail.to,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      ...Object.fromEntries(Object.entries(headersOf(mail)).map(([name, value]) => [`h:${name}`, value])),
      'h:Message-Id': `<${id}@${domain}>`,
      'o:tracking': 'no',
    }),
  })

const smtpRequest = ({ from, domain, url }: Provider, { unsubscribe, ...mail }: Mail, id: string) =>
  new Request(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      ...mail,
      from,
      messageId: `<${id}@${domain}>`,
      ...(unsubscribe && { headers: headersOf({ ...mail, unsubscribe }) }),
    }),
  })

/** Timeouts in ms. A mail server may take longer over a mail than an API does. */
const timeouts = { resend: 5000, mailgun: 5000, smtp: 15_000 }
const retryDelayMs = 250

const requests = { resend: resendRequest, mailgun: mailgunRequest, smtp: smtpRequest }

/** Sends a mail once. Returns the reason of a failure; undefined if it was accepted. */
const attempt = async ({ MAILER }: Bindings, provider: Provider, mail: Mail, id: string) => {
  try {
    const request = requests[provider.name](provider, mail, id)
    // Following a redirect would send the key elsewhere.
    const asked = provider.name === 'smtp' && MAILER ? MAILER : { fetch }
    const response = await asked.fetch(request, {
      redirect: 'manual',
      signal: AbortSignal.timeout(timeouts[provider.name]),
    })
    await response.body?.cancel()
    return response.ok ? undefined : `status ${response.status}`
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'network'
  }
}

const isTransient = (reason: string) => /^(timeout|network|status (429|5\d\d))$/.test(reason)

const sendByProvider = async (env: Bindings, provider: Provider, mail: Mail) => {
  const id = crypto.randomUUID()
  let reason = await attempt(env, provider, mail, id)
  if (reason && isTransient(reason)) {
    await scheduler.wait(retryDelayMs)
    reason = await attempt(env, provider, mail, id)
  }
  if (!reason) return true
  console.error(JSON.stringify({ level: 'error', mail: 'failed', provider: provider.name, reason }))
  return false
}

/**
 * Sends a mail; in development stores it instead. Returns false and logs the reason if it was not accepted.
 * @param now epoch ms
 */
export const sendMail = async (env: Bindings, mail: Mail, now: number) => {
  const settings = mailSettings(env)
  if ('invalid' in settings) return false
  if (settings.provider !== 'outbox') return sendByProvider(env, settings.provider, mail)
  await addMail(env.DB, { ...mail, sent_at: now }).run()
  return true
}

/** The invalid setting that was logged last. */
let logged = ''

export const canMail = (env: Bindings) => {
  const settings = mailSettings(env)
  if (!('invalid' in settings)) return true
  const setting = settings.invalid
  if (setting !== logged) console.error(JSON.stringify({ level: 'error', mail: 'not configured', setting }))
  logged = setting
  return false
}
