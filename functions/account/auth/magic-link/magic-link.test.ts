import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { origin, request, rows, signedIn } from '../../../../test/support/client'
import { app } from '../../../app'
import { askFor, cookieOf, mailsTo, newEmail, post } from './testing'

describe('a magic link', () => {
  test('signs in, in any browser, and makes the account', async () => {
    const email = newEmail()
    const { token } = await askFor(email, { time_zone: 'Asia/Tokyo', clock: '12', next: '/goals?q=a' })
    const answer = await post('/auth/verify', { token })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe('/welcome?next=%2Fgoals%3Fq%3Da')
    const [known, cookie] = answer.headers.getSetCookie()
    expect(known).toMatch(/^known=[0-9a-f]{64}; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/)
    expect(cookie).toMatch(
      /^session=[\w-]{36}\.[\w-]{43}\.[0-9a-f]{64}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    const [user] = await rows<{ preferences: string; username: string }>('SELECT * FROM users WHERE email = ?', email)
    expect(JSON.parse(user?.preferences ?? '')).toEqual({
      time_zone: 'Asia/Tokyo',
      clock: 12,
      uses: ['time', 'tasks'],
      first_hour: true,
    })
  })

  test('replaces who was signed in to the browser: no session is left that nobody can show any more', async () => {
    const [before, other] = [await signedIn(), await signedIn()]
    const { token } = await askFor(`${before.userId}@example.com`)
    const answer = await post('/auth/verify', { token }, { Origin: origin, Cookie: before.cookie })
    expect(answer.status).toBe(303)
    expect(cookieOf(answer)).toBeDefined()
    expect(await rows('SELECT id_hash FROM web_sessions WHERE user_id = ?', before.userId)).toHaveLength(1)
    expect((await before.get('/goals')).status).toBe(303)
    expect((await other.get('/goals')).status).toBe(200)
  })

  test('that was used says so to who is signed in, and asks for no other', async () => {
    const { token } = await askFor(newEmail())
    const Cookie = `session=${cookieOf(await post('/auth/verify', { token }))}`
    const opened = await request(`/auth/verify?token=${token}`, { headers: { Cookie } })
    for (const answer of [opened, await post('/auth/verify', { token }, { Origin: origin, Cookie })]) {
      expect(answer.status).toBe(410)
      const html = await answer.text()
      expect(html).toContain('already signed in to this browser')
      expect(html).not.toContain('href="/sign-in')
    }
    expect(await (await request(`/auth/verify?token=${token}`)).text()).toContain('href="/sign-in"')
  })

  test('leads to the address that is set, whatever host its sender names', async () => {
    const email = newEmail()
    const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ email }) }
    const asked = new Request('https://evil.example/auth/magic-link', init)
    const bindings = { ...env, PUBLIC_URL: 'https://daymark.example/' }
    expect((await app.request(asked, undefined, bindings, createExecutionContext())).status).toBe(202)
    const [mail] = await mailsTo(email)
    expect(mail?.text).toMatch(/^https:\/\/daymark\.example\/auth\/verify\?token=[\w-]{43}$/m)
    expect(`${mail?.text}${mail?.html}`).not.toContain('evil.example')
  })

  test('names the device that asked', async () => {
    const email = newEmail()
    const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
    await post('/auth/magic-link', { email }, { Origin: origin, 'User-Agent': firefox })
    const [mail] = await mailsTo(email)
    const token = /token=(\S+)/.exec(mail?.text ?? '')?.[1]
    expect(await (await request(`/auth/verify?token=${token}`)).text()).toContain('Firefox on Linux')
  })

  test('is kept hashed, and so are its code and the session', async () => {
    const email = newEmail()
    const { token, code } = await askFor(email)
    const session = cookieOf(await post('/auth/verify', { token }))
    const kept = JSON.stringify([await rows('SELECT * FROM sign_in_tokens'), await rows('SELECT * FROM web_sessions')])
    for (const secret of [token, `"${code}"`, session ?? '']) expect(kept).not.toContain(secret)
  })
})

describe('a code', () => {
  test('signs in, with spaces in it too', async () => {
    const email = newEmail()
    const { code, request_id } = await askFor(email)
    const spaced = `${code.slice(0, 3)} ${code.slice(3)}`
    expect((await post('/auth/verify', { email, code: spaced, request_id })).status).toBe(303)
    expect((await post('/auth/verify', { email, code, request_id })).status).toBe(422)
  })

  test('that is no code is told so, next to the field', async () => {
    const answer = await post('/auth/verify', { email: newEmail(), code: '12a' })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('The code has six digits')
    expect(page).toContain('value="12a"')
  })
})

describe('asking for a link', () => {
  test('keeps where one wanted to go, also with another mail or another address', async () => {
    const [email, next] = [newEmail(), '/goals?q=a&status=open']
    const asked = { email, next }
    const answer = await post('/auth/magic-link', asked)
    const waiting = answer.headers.get('Location') ?? ''
    expect(waiting).toBe(`/auth/check-mail?${new URLSearchParams({ next })}`)
    const Cookie = answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ')
    // An app on a home screen begins there again while its person reads the mail.
    const start = await (await request('/sign-in', { headers: { Cookie } })).text()
    expect(start).toContain('name="code"')
    expect(start).toContain(`name="email" value="${email}"`)
    expect(await (await request('/sign-in')).text()).not.toContain('name="code"')
    const wrongCode = await post('/auth/verify', { ...asked, code: '1' })
    for (const page of [await request(waiting, { headers: { Cookie } }), wrongCode]) {
      const html = (await page.text()).replaceAll('&amp;', '&')
      expect(html).toContain(`href="/sign-in?${new URLSearchParams({ next })}"`)
      expect(html.match(/name="next" value="\/goals\?q=a&status=open"/g)).toHaveLength(2)
      expect(html).toContain('Send another email')
    }
    const again = await post('/auth/magic-link', { ...asked, again: '1' })
    expect(again.headers.get('Location')).toBe(waiting)
    expect(decodeURIComponent(again.headers.get('Set-Cookie') ?? '')).toContain('You requested another email')
    expect(await mailsTo(email)).toHaveLength(2)
    for (const evil of ['https://evil.example', '//evil.example']) {
      const query = new URLSearchParams({ next: evil })
      expect(await (await request(`/auth/check-mail?${query}`)).text()).not.toContain('evil.example')
    }
  })
})

describe('a session', () => {
  test('ends with sign-out, and costs one statement to refuse', async () => {
    const { post: send, cookie } = await signedIn()
    const out = await send('/auth/sign-out')
    expect([out.status, out.headers.get('Location')]).toEqual([303, '/sign-in'])
    const refused = await request('/api/v1/export', { headers: { Cookie: cookie } })
    expect(refused.status).toBe(401)
    expect(refused.headers.get('Server-Timing')).toContain('statements=1 trips=1 read=0')
  })

  test('is prolonged by use, once a day', async () => {
    const { get, userId } = await signedIn()
    const expiry = async () =>
      (await rows<{ expires_at: number }>('SELECT expires_at FROM web_sessions WHERE user_id = ?', userId))[0]
        ?.expires_at ?? 0
    const first = await expiry()
    expect((await get('/nowhere')).headers.get('Set-Cookie')).toBeNull()
    expect(await expiry()).toBe(first)
    const twoDays = 2 * 24 * 60 * 60 * 1000
    await rows('UPDATE web_sessions SET last_seen_at = last_seen_at - ?1, expires_at = expires_at - ?1', twoDays)
    expect((await get('/nowhere')).headers.get('Set-Cookie')).toContain('Max-Age=7776000')
    expect(await expiry()).toBeGreaterThanOrEqual(first)
  })

  test('a signed-out page goes to sign-in and comes back', async () => {
    const page = await request('/goals?q=x')
    expect([page.status, page.headers.get('Location')]).toEqual([303, '/sign-in?next=%2Fgoals%3Fq%3Dx'])
  })
})

describe('in production', () => {
  const production = { ...env, ENVIRONMENT: 'production', JWT_SECRET: 'x'.repeat(32) }

  test.each(['GET /dev/outbox', 'POST /dev/demo'])('%s is not there', async (route) => {
    const [method, path = ''] = route.split(' ')
    expect((await request(path, { method }, production)).status).toBe(404)
  })

  test('a missing secret stops every request and is named', async () => {
    const answer = await request('/sign-in', {}, { ...production, JWT_SECRET: undefined })
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain('JWT_SECRET')
  })
})
