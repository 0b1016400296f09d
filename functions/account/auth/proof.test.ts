import { describe, expect, test } from 'vitest'
import { type Client, request, rows, signedIn } from '../../../test/support/client'
import { minute } from '../../../test/support/times'
import { anotherBrowser } from '../settings/sign-in/testing'
import { asked, program } from './programs/testing'

const email = ({ userId }: Client) => `${userId}@example.com`

/** A person whose sign-in is eleven minutes old. */
const signedInEarlier = async () => {
  const client = await signedIn()
  await rows('UPDATE web_sessions SET created_at = created_at - ? WHERE user_id = ?', 11 * minute, client.userId)
  return client
}

const mails = (client: Client) =>
  rows<{ subject: string }>('SELECT subject FROM outbox WHERE recipient = ? ORDER BY sent_at', email(client))
const codeFor = async (client: Client) => /: (\d{6})$/.exec((await mails(client)).at(-1)?.subject ?? '')?.[1] ?? ''
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

const cookieOf = (answer: Response) => /session=[^;]+/.exec(answer.headers.getSetCookie().join('; '))?.[0] ?? ''
const tokensOf = ({ userId }: Client) => rows('SELECT name, scopes FROM api_tokens WHERE user_id = ?', userId)

const cancelOf = (html: string) => /<a(?=[^>]*data-cancel)[^>]*href="([^"]*)"/.exec(html)?.[1]

const token = { name: '<b>Backup</b>', scopes: ['read', 'write'], expiry: '90' }

describe('a person who signed in long ago', () => {
  test.each([false, true])('proves who they are, and what they asked for goes on (part: %s)', async (part) => {
    const client = await signedInEarlier()
    const step = await client.post('/settings/tokens', token, { part, page: '/settings/tokens' })
    const html = await step.text()
    expect([step.status, step.headers.get('HX-Retarget')]).toEqual([
      422,
      part ? expect.stringContaining('#setting') : null,
    ])
    expect(html).toContain('Confirm that it’s you')
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html).toContain('confirm that it’s you to create an API token.')
    expect(html).toMatch(/<input[^>]*name="proof_code"[^>]*data-autofocus/)
    expect(cancelOf(html)).toBe('/settings/tokens')
    expect(html).toContain('name="name" value="&lt;b&gt;Backup&lt;/b&gt;"')
    expect(html.match(/name="scopes"/g)).toHaveLength(2)
    expect(html).toContain('action="/settings/tokens"')
    expect(await tokensOf(client)).toEqual([])

    const code = await codeFor(client)
    const refused = await client.post('/settings/tokens', { ...token, proof_code: wrong(code) })
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('That code is wrong')])
    expect(await tokensOf(client)).toEqual([])
    expect(await mails(client)).toHaveLength(1)

    const done = await client.post('/settings/tokens', { ...token, proof_code: code })
    expect(done.status).toBe(201)
    expect(await tokensOf(client)).toEqual([{ name: '<b>Backup</b>', scopes: '["read","write"]' }])
    // The session is another one, as after a sign-in.
    const Cookie = cookieOf(done)
    expect((await client.get('/settings')).status).toBe(303)
    const again = {
      method: 'POST',
      headers: { Cookie, Origin: 'http://localhost' },
      body: new URLSearchParams({ ...token, scopes: 'read' }),
    }
    expect((await request('/settings/tokens', again)).status).toBe(201)
  })

  test('deletes the account after a proof alone', async () => {
    const client = await signedInEarlier()
    const confirm = { confirm: email(client) }
    expect((await client.post('/settings/account/delete', confirm)).status).toBe(422)
    const proof_code = await codeFor(client)
    expect((await client.post('/settings/account/delete', { ...confirm, proof_code })).status).toBe(303)
    expect(await rows('SELECT 1 FROM users WHERE id = ?', client.userId)).toEqual([])
  })

  test.each([
    ['POST', '/api/v1/me/tokens', { name: 'A', scopes: ['read'] }, 'to create an API token'],
    ['DELETE', '/api/v1/me', {}, 'to delete your account'],
    ['DELETE', '/api/v1/me/devices', undefined, 'to sign out other devices'],
  ] as const)('%s %s says which proof is needed, which JSON gives', async (method, path, body, act) => {
    const client = await signedInEarlier()
    const refused = await client.json(method, path, body)
    expect([refused.status, await refused.json()]).toEqual([
      403,
      expect.objectContaining({ code: 'fresh_proof_needed', detail: expect.stringContaining(act) }),
    ])
    expect((await client.json('POST', '/auth/proof/mail')).status).toBe(202)
    const code = await codeFor(client)
    expect((await client.json('POST', '/auth/proof', { code: wrong(code) })).status).toBe(422)
    const proven = await client.json('POST', '/auth/proof', { code })
    expect(proven.status).toBe(204)
    const done = await client.json(method, path, body, { Cookie: cookieOf(proven) })
    expect(done.status).toBe({ POST: 201, DELETE: path.endsWith('me') ? 422 : 204 }[method])
  })

  test('disconnects GitHub after a proof alone', async () => {
    const client = await signedInEarlier()
    await rows('UPDATE users SET github_user_id = abs(random()) WHERE id = ?', client.userId)
    const isConnected = async () =>
      (await rows('SELECT 1 FROM users WHERE id = ? AND github_user_id IS NOT NULL', client.userId)).length === 1
    const path = '/settings/sign-in/github/unlink'
    expect([(await client.post(path)).status, await isConnected()]).toEqual([422, true])
    const done = await client.post(path, { proof_code: await codeFor(client) })
    expect([done.status, await isConnected()]).toEqual([303, false])
  })

  test.each([
    ['POST', '/settings/account/delete', 'to delete your account'],
    ['POST', '/settings/sign-in/devices/end-others', 'to sign out other devices'],
    ['POST', '/settings/sign-in/github/unlink', 'to disconnect GitHub'],
    ['POST', '/settings/sign-in/passkeys', 'to add a passkey'],
    ['GET', '/auth/proof?next=/settings/sign-in/passkeys', 'to add a passkey'],
    ['GET', '/auth/proof?next=/settings', 'to go on'],
  ])('%s %s reads what the proof is for: %s', async (method, path, act) => {
    const client = await signedInEarlier()
    const step = await (method === 'GET' ? client.get(path) : client.post(path))
    expect(await step.text()).toContain(`confirm that it’s you ${act}.`)
  })

  test('goes back to the page they came from, also after a wrong code', async () => {
    const client = await signedInEarlier()
    const stepAfter = async (fields: Record<string, string>, page?: string) =>
      cancelOf(await (await client.post('/settings/account/delete', fields, { page })).text())
    expect(await stepAfter({}, '/settings/account?from=menu')).toBe('/settings/account?from=menu')
    const again = { proof_back: '/settings/account', proof_code: wrong(await codeFor(client)) }
    expect(await stepAfter(again, '/settings/account/delete')).toBe('/settings/account')
    expect(await stepAfter({ proof_back: '//evil.example' })).toBe('/settings/sign-in')
    // That page would only ask again.
    expect(await stepAfter({}, '/settings/sign-in/passkeys?a=b')).toBe('/settings/sign-in')
  })

  test('comes to GitHub after a proof', async () => {
    const client = await signedInEarlier()
    const html = await (await client.get('/auth/proof?next=/auth/github?link=1')).text()
    expect(html).toContain('name="next" value="/auth/github?link=1"')
    expect(html).toContain('confirm that it’s you to connect GitHub.')
    expect(await mails(client)).toEqual([])
    const sent = await client.post('/auth/proof', { next: '/auth/github?link=1', proof_again: '1' })
    expect(await sent.text()).toContain('name="next" value="/auth/github?link=1"')
    const done = await client.post('/auth/proof', { next: '/auth/github?link=1', proof_code: await codeFor(client) })
    expect([done.status, done.headers.get('Refresh')]).toEqual([200, '0; url=/auth/github?link=1'])
    const elsewhere = await client.post('/auth/proof', { next: '//evil.example', proof_code: '' })
    expect(await elsewhere.text()).not.toContain('evil.example')
  })
})

describe('a code', () => {
  const tryIn = (client: Client, code: string) => client.json('POST', '/auth/proof', { code })

  test('works once, for ten minutes, until a newer one, in the browser that asked', async () => {
    const client = await signedInEarlier()
    const ask = async () => {
      await client.json('POST', '/auth/proof/mail')
      return codeFor(client)
    }
    const [first, second] = [await ask(), await ask()]
    expect((await tryIn(client, first)).status).toBe(first === second ? 204 : 422)
    const other = await anotherBrowser(client.userId)
    const inOther = { method: 'POST', headers: { Cookie: other.cookie, Origin: 'http://localhost' } }
    const body = new URLSearchParams({ proof_code: second })
    expect((await request('/auth/proof', { ...inOther, body })).status).toBe(422)
    await rows('UPDATE proof_codes SET expires_at = ? WHERE user_id = ?', Date.now() - 1, client.userId)
    expect((await tryIn(client, second)).status).toBe(422)
    const third = await ask()
    const tries = await Promise.all([1, 2, 3].map(() => tryIn(client, third)))
    expect(tries.filter(({ status }) => status === 204)).toHaveLength(1)
  })

  test('is void after five wrong ones', async () => {
    const client = await signedInEarlier()
    await client.json('POST', '/auth/proof/mail')
    const code = await codeFor(client)
    for (let n = 0; n < 5; n += 1) expect((await tryIn(client, wrong(code))).status).toBe(422)
    expect((await tryIn(client, code)).status).toBe(422)
  })
})

test('a program proves who it acts for with its token, and never makes a token', async () => {
  const client = await signedIn()
  const { access_token } = await program(client.userId, Date.now() - 11 * minute)
  const leave = () => asked('DELETE', '/api/v1/me', access_token, { confirm: '' })
  expect((await leave()).status).toBe(403)
  expect((await asked('POST', '/auth/proof/mail', access_token)).status).toBe(202)
  expect((await asked('POST', '/auth/proof', access_token, { code: await codeFor(client) })).status).toBe(204)
  expect((await leave()).status).toBe(422)
  expect((await asked('POST', '/api/v1/me/tokens', access_token, { name: 'A', scopes: ['read'] })).status).toBe(403)
})

test('who has no address signs in again', async () => {
  const client = await signedInEarlier()
  await rows('UPDATE users SET email = NULL WHERE id = ?', client.userId)
  const step = await client.post('/settings/tokens', token)
  expect([step.status, await step.text()]).toEqual([
    422,
    expect.stringContaining('to create an API token. Sign out and in again'),
  ])
  expect((await client.json('POST', '/auth/proof/mail')).status).toBe(409)
})
