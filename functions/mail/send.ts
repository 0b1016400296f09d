import type { Bindings } from '../lib/env'
import { mailgunRequest } from './mailgun'
import { addMail } from './queries'
import { resendRequest } from './resend'
import type { Mail } from './schema'
import { mailSettings, type Provider } from './settings'

const timeoutMs = 5000
const retryDelayMs = 250

const requests = { resend: resendRequest, mailgun: mailgunRequest }

/** Returns the reason of a failure, undefined on success. */
const attempt = async (provider: Provider, mail: Mail, id: string) => {
  try {
    const request = requests[provider.name](provider, mail, id)
    // Following a redirect would send the key there.
    const response = await fetch(request, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) })
    await response.body?.cancel()
    return response.ok ? undefined : `status ${response.status}`
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'network'
  }
}

const isTransient = (reason: string) => /^(timeout|network|status (429|5\d\d))$/.test(reason)

const sendByProvider = async (provider: Provider, mail: Mail) => {
  const id = crypto.randomUUID()
  let reason = await attempt(provider, mail, id)
  if (reason && isTransient(reason)) {
    await scheduler.wait(retryDelayMs)
    reason = await attempt(provider, mail, id)
  }
  if (!reason) return true
  console.error(JSON.stringify({ level: 'error', mail: 'failed', provider: provider.name, reason }))
  return false
}

/** Stores the mail in development. Returns false and logs the reason if it was not accepted. @param now epoch ms */
export const sendMail = async (env: Bindings, mail: Mail, now: number) => {
  const settings = mailSettings(env)
  if ('invalid' in settings) return false
  if (settings.provider !== 'outbox') return sendByProvider(settings.provider, mail)
  await addMail(env.DB, { ...mail, sent_at: now }).run()
  return true
}

/** The setting that was logged last as wrong. */
let logged = ''

export const canMail = (env: Bindings) => {
  const settings = mailSettings(env)
  if (!('invalid' in settings)) return true
  const setting = settings.invalid
  if (setting !== logged) console.error(JSON.stringify({ level: 'error', mail: 'not configured', setting }))
  logged = setting
  return false
}
