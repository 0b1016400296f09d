import type { Bindings } from '../lib/env'
import { mailgunRequest } from './mailgun'
import { storeMail } from './outbox'
import { resendRequest } from './resend'
import type { Mail } from './schema'
import { mailSettings, type Provider } from './settings'

/** How long a provider has to answer a try, in milliseconds. */
const tryMilliseconds = 5000
/** How long the second try waits, in milliseconds: a provider that is busy may not be a moment later. */
const pauseMilliseconds = 250

const requests = { resend: resendRequest, mailgun: mailgunRequest }

/** What became of one try: undefined when the provider took the mail, else why it did not. */
const attempt = async (provider: Provider, mail: Mail, id: string) => {
  try {
    const request = requests[provider.name](provider, mail, id)
    // A redirect would hand the key on to wherever it leads.
    const answer = await fetch(request, { redirect: 'manual', signal: AbortSignal.timeout(tryMilliseconds) })
    await answer.body?.cancel()
    return answer.ok ? undefined : `status ${answer.status}`
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'network'
  }
}

const isTransient = (reason: string) => /^(timeout|network|status (429|5\d\d))$/.test(reason)

const sendByProvider = async (provider: Provider, mail: Mail) => {
  const id = crypto.randomUUID()
  let reason = await attempt(provider, mail, id)
  if (reason && isTransient(reason)) {
    await scheduler.wait(pauseMilliseconds)
    reason = await attempt(provider, mail, id)
  }
  if (!reason) return true
  console.error(JSON.stringify({ level: 'error', mail: 'failed', provider: provider.name, reason }))
  return false
}

/**
 * Sends a mail, with a second try where the first may have failed by chance. False, with a line in the log, when nobody
 * took it.
 * @param now epoch ms
 */
export const sendMail = async (env: Bindings, mail: Mail, now: number) => {
  const settings = mailSettings(env)
  if ('wrong' in settings) return false
  if (settings.provider !== 'outbox') return sendByProvider(settings.provider, mail)
  await storeMail(env.DB, mail, now)
  return true
}

let isLogged = false

/** Whether mail can be sent at all. Where it cannot the log says why, once. */
export const canMail = (env: Bindings) => {
  const settings = mailSettings(env)
  if (!('wrong' in settings)) return true
  if (!isLogged) console.error(JSON.stringify({ level: 'error', mail: 'not configured', setting: settings.wrong }))
  isLogged = true
  return false
}
