import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { request, rows, signedIn } from '../../../test/support/client'
import { app } from '../../app'
import { newOctocat, stubGitHub, throughGitHub, whoIs, withEmail, withGitHub } from './github/testing'
import { newEmail } from './magic-link/testing'

const invited = { ...env, SIGN_UP: 'invited' }
const closed = { ...env, SIGN_UP: 'closed' }

const mail = {
  MAIL_PROVIDER: 'resend',
  MAIL_API_KEY: 'k',
  MAIL_FROM: 'a@example.com',
  PUBLIC_URL: 'http://localhost',
}

const github = stubGitHub()

let cookie: string
beforeEach(async () => {
  const admin = await signedIn()
  await env.DB.prepare("UPDATE users SET role = 'admin' WHERE id = ?").bind(admin.userId).run()
  cookie = admin.cookie
})

const post = (path: string, fields: Record<string, string>, bindings: object = invited, sent = '') =>
  request(
    path,
    { method: 'POST', body: new URLSearchParams(fields), headers: { Origin: 'http://localhost', Cookie: sent } },
    bindings,
  )

const mailsTo = (email: string) =>
  rows<{ text: string }>('SELECT text FROM outbox WHERE recipient = ? ORDER BY number', email)
const hasAccount = async (email: string) => (await rows('SELECT 1 FROM users WHERE email = ?', email)).length > 0

const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')

/** Asks for a mail and enters its code. Returns the answer to the request and if an account is there. */
const tries = async (email: string, bindings: object = invited, sent = '') => {
  const asked = await post('/auth/magic-link', { email }, bindings, sent)
  const code = /^Code: (\d{6})/m.exec((await mailsTo(email)).at(-1)?.text ?? '')?.[1]
  if (code) await post('/auth/verify', { email, code }, bindings, [cookiesOf(asked), sent].filter(Boolean).join('; '))
  return { asked: [asked.status, asked.headers.get('Location')], isIn: await hasAccount(email) }
}

const sameAnswer = [303, '/auth/check-mail']

test('a stranger’s address gets the same answer as any, and no mail and no account', async () => {
  const stranger = newEmail()
  for (const bindings of [invited, closed]) {
    expect(await tries(stranger, bindings)).toEqual({ asked: sameAnswer, isIn: false })
    expect(await mailsTo(stranger)).toEqual([])
  }
  expect(await tries(stranger, env)).toEqual({ asked: sameAnswer, isIn: true })
  // Who has an account signs in, whatever the setting is.
  const before = (await mailsTo(stranger)).length
  expect(await tries(stranger, closed)).toEqual({ asked: sameAnswer, isIn: true })
  expect(await mailsTo(stranger)).toHaveLength(before + 1)
  const program = await request(
    '/auth/magic-link',
    { method: 'POST', body: JSON.stringify({ email: newEmail() }), headers: { 'Content-Type': 'application/json' } },
    closed,
  )
  expect([program.status, await program.json()]).toEqual([
    202,
    { status: 'sent', request_id: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ])
})

test('neither the last mail of an hour nor a slow mail server tells who may come', async () => {
  const known = newEmail()
  expect((await tries(known, env)).isIn).toBe(true)
  await env.DB.exec('DELETE FROM rate_limits')
  const limited = { ...invited, RATE_LIMITS: 'on' }
  const sixthNotice = async (email: string) => {
    let answer = await post('/auth/magic-link', { email }, limited)
    for (const _ of Array.from({ length: 5 }))
      answer = await post('/auth/magic-link', { email }, limited, cookiesOf(answer))
    return /flash=[^;]*/.exec(cookiesOf(answer))?.[0]
  }
  const notice = expect.stringContaining('Too%20many')
  expect([await sixthNotice(known), await sixthNotice(newEmail())]).toEqual([notice, notice])

  const accepted = Promise.withResolvers<Response>()
  vi.spyOn(globalThis, 'fetch').mockImplementation(() => accepted.promise)
  const context = createExecutionContext()
  const init = { method: 'POST', body: new URLSearchParams({ email: known }), headers: { Origin: 'http://localhost' } }
  const answer = await app.request('http://localhost/auth/magic-link', init, { ...invited, ...mail }, context)
  expect([answer.status, answer.headers.get('Location')]).toEqual(sameAnswer)
  accepted.resolve(new Response(''))
  await waitOnExecutionContext(context)
})

test('addresses of a list, and all of a domain, may come; each is mailed, and an address once only', async () => {
  const [first, second] = [newEmail(), newEmail()]
  const domain = `d${crypto.randomUUID().slice(0, 8)}.example`
  const answer = await post('/admin/invitations', { addresses: `${first}\n<${second}>, @${domain}` }, invited, cookie)
  expect(answer.status).toBe(303)
  for (const email of [first, second]) expect((await mailsTo(email))[0]?.text).toContain(`Sign in with ${email}`)
  for (const email of [first, `ada@${domain}`, `grace@${domain}`])
    expect(await tries(email)).toEqual({ asked: sameAnswer, isIn: true })
  expect((await tries(`ada@sub.${domain}`)).isIn).toBe(false)
  expect((await tries(`ada@not${domain}`)).isIn).toBe(false)
  const left = await rows<{ address: string }>(
    'SELECT address FROM sign_up_invitations WHERE address IN (?, ?, ?)',
    first,
    second,
    `@${domain}`,
  )
  expect(left.map(({ address }) => address).sort()).toEqual([second, `@${domain}`].sort())
  expect((await tries(second, closed)).isIn).toBe(false)
})

test('a link lets one person in, by the address that used it last, and then no more', async () => {
  const made = await post('/admin/invitations/link', {}, invited, cookie)
  const link = /http:\/\/localhost(\/auth\/invitation\/[\w-]+)/.exec(await made.text())?.[1] ?? ''
  const opened = await request(link, {}, invited)
  expect([opened.status, opened.headers.get('Location')]).toEqual([303, '/sign-in'])
  const mistyped = newEmail()
  await post('/auth/magic-link', { email: mistyped }, invited, cookiesOf(opened))
  const right = newEmail()
  expect(await tries(right, invited, cookiesOf(opened))).toEqual({ asked: sameAnswer, isIn: true })
  expect((await tries(mistyped)).isIn).toBe(false)
  expect((await tries(newEmail(), invited, cookiesOf(opened))).isIn).toBe(false)
  expect((await request(link, {}, invited)).status).toBe(410)
})

test('without an admin a server is open, and an address of ADMIN_EMAILS always may come', async () => {
  const admin = newEmail()
  expect((await tries(admin, { ...closed, ADMIN_EMAILS: admin })).isIn).toBe(true)
  await env.DB.prepare("UPDATE users SET role = 'user'").run()
  expect((await tries(newEmail(), closed)).isIn).toBe(false)
  expect((await tries(newEmail())).isIn).toBe(true)
})

test('mail that fails answers a stranger and an account alike', async () => {
  const known = newEmail()
  expect((await tries(known, env)).isIn).toBe(true)
  const sent = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('', { status: 500 }))
  for (const bindings of [invited, closed]) {
    const answers = await Promise.all(
      [known, newEmail()].map(async (email) => {
        const answer = await post('/auth/magic-link', { email }, { ...bindings, ...mail })
        const names = answer.headers.getSetCookie().map((one) => one.replace(/=[^;]*/, ''))
        return [answer.status, answer.headers.get('Location'), names]
      }),
    )
    expect(answers[0]).toEqual([...sameAnswer, expect.arrayContaining([expect.stringContaining('Path=/')])])
    expect(answers[1]).toEqual(answers[0])
  }
  expect(sent).toHaveBeenCalled()
  expect((await post('/auth/magic-link', { email: known }, { ...env, ...mail })).status).toBe(503)
})

describe('by GitHub', () => {
  const through = async (octocat: ReturnType<typeof newOctocat>, SIGN_UP: string) => {
    const answer = await throughGitHub(github, octocat, { bindings: { ...withGitHub, SIGN_UP } })
    return [answer.status, 'id' in (await whoIs(answer))]
  }

  test('a stranger gets no account, an invited address does, and comes back when the server is closed', async () => {
    const email = newEmail()
    const octocat = newOctocat(withEmail(email))
    for (const policy of ['invited', 'closed']) {
      expect(await through(octocat, policy)).toEqual([403, false])
      expect(await hasAccount(email)).toBe(false)
    }
    await post('/admin/invitations', { addresses: email }, invited, cookie)
    expect(await through(octocat, 'closed')).toEqual([403, false])
    expect(await through(octocat, 'invited')).toEqual([303, true])
    expect(await hasAccount(email)).toBe(true)
    expect(await through(octocat, 'closed')).toEqual([303, true])
  })

  test('an unverified address brings no invitation', async () => {
    const email = newEmail()
    await post('/admin/invitations', { addresses: email }, invited, cookie)
    expect(await through(newOctocat(withEmail(email, { verified: false })), 'invited')).toEqual([403, false])
  })
})

test('an admin lists and removes invitations, and a wrong address is named', async () => {
  const email = newEmail()
  await post('/admin/invitations', { addresses: email }, invited, cookie)
  const [{ id } = { id: '' }] = await rows<{ id: string }>(
    'SELECT id FROM sign_up_invitations WHERE address = ?',
    email,
  )
  const page = await (await request('/admin/invitations', { headers: { Cookie: cookie } }, invited)).text()
  expect(page).toContain(email)
  expect((await post(`/admin/invitations/${id}/remove`, {}, invited, cookie)).status).toBe(303)
  expect((await tries(email)).isIn).toBe(false)
  const wrong = await post('/admin/invitations', { addresses: 'ada@' }, invited, cookie)
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('ada@ isn’t an email address')])
  const audit = await (await request('/admin/audit', { headers: { Cookie: cookie } }, invited)).text()
  expect(audit).toContain('invited an address')
  expect(audit).not.toContain(email)
})
