import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { origin, request, rows } from '../../../../test/support/client'
import type { OutboxMail } from '../../mail/send'

export const newEmail = () => `${uuid()}@example.com`

export const limitsOn = { ...env, RATE_LIMITS: 'on' }

type Fields = Record<string, string>

/** Submits a form as a browser of ours would. */
export const post = (path: string, fields: Fields, headers: Fields = { Origin: origin }, bindings: object = env) =>
  request(path, { method: 'POST', headers, body: new URLSearchParams(fields) }, bindings)

export const postJson = (path: string, body: unknown, headers: Fields = {}, bindings: object = env) =>
  request(
    path,
    { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) },
    bindings,
  )

/** Mails of an address in the outbox, newest first. */
export const mailsTo = (email: string) =>
  rows<OutboxMail>(
    'SELECT recipient AS "to", subject, text, html, sent_at FROM outbox WHERE recipient = ? ORDER BY number DESC',
    email,
  )

/** Asks for a link, and takes it and its code out of the mail; the id of the request stands in the browser's cookie. */
export const askFor = async (email: string, fields: Fields = {}, bindings: object = env) => {
  const answer = await post('/auth/magic-link', { email, ...fields }, { Origin: origin }, bindings)
  const [mail] = await mailsTo(email)
  const token = /^http:\/\/localhost\/auth\/verify\?token=(\S+)$/m.exec(mail?.text ?? '')?.[1] ?? ''
  const code = /^Code: (\d{6})$/m.exec(mail?.text ?? '')?.[1] ?? ''
  const request_id = /links=([0-9a-f]{64})/.exec(answer.headers.get('Set-Cookie') ?? '')?.[1] ?? ''
  return { token, code, request_id }
}

export const cookieOf = (response: Response) =>
  /(?:^|, )session=([^;]+)/.exec(response.headers.get('Set-Cookie') ?? '')?.[1]

/** A code that is another one. */
export const wrong = (code: string) => (code === '111111' ? '222222' : '111111')

export const times = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)))

/** A network that no other test comes from. */
export const newNetwork = () => {
  const [a = 0, b = 0, c = 0, d = 0] = crypto.getRandomValues(new Uint8Array(4))
  return { 'CF-Connecting-IP': `2001:db8:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}::1` }
}
