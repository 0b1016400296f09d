import { env } from 'cloudflare:workers'
import { describe, expect, test, vi } from 'vitest'
import { request, rows } from '../../../../test/support/client'
import settings from '../../../../wrangler.toml?raw'
import { asked, claimsOf } from '../programs/testing'
import { isAdminEmail } from '../sign-up'
import { askFor, mailsTo, newEmail, post, postJson, times, wrong } from './testing'

const count = (answers: Response[], status: number) => answers.filter((answer) => answer.status === status).length

const sessionsOf = (email: string) =>
  rows('SELECT id_hash FROM web_sessions JOIN users ON users.id = user_id WHERE email = ?', email)

test('of 100 tries at once with a link and its code, in browsers and programs, one gets in', async () => {
  const email = newEmail()
  const { token, code, request_id } = await askFor(email)
  const ways = [
    () => post('/auth/verify', { token }),
    () => post('/auth/verify', { email, code, request_id }),
    () => postJson('/auth/token', { token }),
    () => postJson('/auth/token', { email, code, request_id }),
  ]
  const answers = await times(100, (index) => ways[index % 4]?.() ?? Promise.reject())
  expect(count(answers, 303) + count(answers, 200)).toBe(1)
  expect(count(answers, 410) + count(answers, 422) + count(answers, 401)).toBe(99)
  expect(answers.filter(({ headers }) => headers.has('Set-Cookie'))).toHaveLength(count(answers, 303))
  expect(await sessionsOf(email)).toHaveLength(count(answers, 303))
})

describe('a link', () => {
  test('that was used lets nobody in again, nor does its code', async () => {
    const email = newEmail()
    const { token, code, request_id } = await askFor(email)
    expect((await post('/auth/verify', { token })).status).toBe(303)
    const tries: Record<string, string>[] = [{ token }, { email, code, request_id }]
    for (const again of tries) {
      expect([410, 422]).toContain((await post('/auth/verify', again)).status)
      expect((await postJson('/auth/verify', again)).status).toBe(401)
    }
    expect((await request(`/auth/verify?token=${token}`)).status).toBe(410)
    expect(await sessionsOf(email)).toHaveLength(1)
  })

  test('is not used up by GET and HEAD, however often', async () => {
    const { token } = await askFor(newEmail())
    const accepts = [
      undefined,
      '*/*',
      'text/html,*/*;q=0.8',
      'application/json',
      'application/problem+json',
      '',
      'image/*',
    ]
    const agents = [undefined, 'curl/8.5.0', 'Mozilla/5.0', 'Microsoft Office', 'GoogleImageProxy']
    const looks = await times(1_000, (index) => {
      const [accept, agent] = [accepts[index % accepts.length], agents[index % agents.length]]
      const headers = { ...(accept !== undefined && { Accept: accept }), ...(agent && { 'User-Agent': agent }) }
      return request(`/auth/verify?token=${token}`, { method: index % 3 ? 'GET' : 'HEAD', headers })
    })
    expect(count(looks, 200)).toBe(1_000)
    expect(looks.some(({ headers }) => headers.has('Set-Cookie'))).toBe(false)
    expect((await post('/auth/verify', { token })).status).toBe(303)
  })

  test('that a program asked for gives it a JWT once, and is not used up by what wants a page', async () => {
    const email = newEmail()
    await postJson('/auth/magic-link', { email })
    const token = /token=(\S+)$/m.exec((await mailsTo(email))[0]?.text ?? '')?.[1] ?? ''
    const path = `/auth/verify?token=${token}`
    const pages = await Promise.all(['*/*', 'text/html'].map((Accept) => request(path, { headers: { Accept } })))
    for (const page of pages) expect(await page.text()).toContain(`>${token}</textarea>`)
    expect((await request(path, { method: 'HEAD' })).status).toBe(200)
    const answers = await times(10, (index) =>
      request(path, index % 2 ? {} : { headers: { Accept: 'application/json' } }),
    )
    expect([count(answers, 200), count(answers, 410)]).toEqual([1, 9])
    const { jwt = '' } = (await (answers.find(({ ok }) => ok) ?? answers[0])?.json<{ jwt: string }>()) ?? {}
    const claims = claimsOf(jwt)
    const lifetime = Number(claims.exp) - Number(claims.iat)
    expect([claims.email, claims.user_id, lifetime]).toEqual([email, claims.sub, 90 * 86_400])
    const me = () => asked('GET', '/api/stats', jwt, undefined, {}, env)
    expect(await (await me()).json()).toMatchObject({ session_count: 0 })
    const devices = await rows<{ id: string }>('SELECT id FROM program_sessions WHERE user_id = ?', claims.sub)
    expect(devices).toHaveLength(1)
    await rows('DELETE FROM program_sessions WHERE id = ?', devices[0]?.id)
    expect((await me()).status).toBe(401)
  })

  test('holds until the last millisecond of its 15 minutes', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const asked = Date.now()
    const end = asked + 15 * 60 * 1000
    const link = await askFor(newEmail())

    vi.setSystemTime(end)
    expect((await request(`/auth/verify?token=${link.token}`)).status).toBe(410)
    expect((await post('/auth/verify', { token: link.token })).status).toBe(410)

    vi.setSystemTime(end - 1)
    expect((await request(`/auth/verify?token=${link.token}`)).status).toBe(200)
    expect((await post('/auth/verify', { token: link.token })).status).toBe(303)
  })
})

describe('a code', () => {
  test('is void after wrong ones that come at once, here and from programs', async () => {
    const email = newEmail()
    const { token, code, request_id } = await askFor(email)
    const guess = { email, code: wrong(code), request_id }
    const answers = await times(30, (index) => postJson(index % 2 ? '/auth/verify' : '/auth/token', guess))
    expect(count(answers, 401)).toBe(30)
    expect((await post('/auth/verify', { email, code, request_id })).status).toBe(422)
    expect((await post('/auth/verify', { token })).status).toBe(303)
  })

  test('of one address opens no other, which may have the same code', async () => {
    const [mine, theirs] = [newEmail(), newEmail()]
    const { code, request_id } = await askFor(mine)
    await askFor(theirs)
    expect((await post('/auth/verify', { email: theirs, code, request_id })).status).toBe(422)
    expect((await post('/auth/verify', { email: mine, code, request_id })).status).toBe(303)
    expect(await sessionsOf(theirs)).toHaveLength(0)
  })
})

describe('who is let in', () => {
  test('nobody to an account that is suspended: a page says so', async () => {
    const email = newEmail()
    await post('/auth/verify', { token: (await askFor(email)).token })
    await rows('UPDATE users SET suspended_at = 1 WHERE email = ?', email)
    await rows('DELETE FROM web_sessions WHERE user_id = (SELECT id FROM users WHERE email = ?)', email)

    const { token } = await askFor(email)
    const page = await post('/auth/verify', { token })
    expect(page.status).toBe(403)
    expect(await page.text()).toContain('This account is suspended')
    expect(page.headers.has('Set-Cookie')).toBe(false)
    const { code, request_id } = await askFor(email)
    const problem = await postJson('/auth/verify', { email, code, request_id })
    expect([problem.status, await problem.json()]).toEqual([403, expect.objectContaining({ code: 'suspended' })])
    const other = await askFor(email)
    expect((await postJson('/auth/token', { token: other.token })).status).toBe(403)
    const forProgram = await askFor(email, { client: 'cli' })
    expect((await post('/auth/verify', { token: forProgram.token })).status).toBe(403)
    expect(await sessionsOf(email)).toHaveLength(0)
    for (const table of ['api_tokens', 'program_sessions']) {
      expect(await rows(`SELECT 1 FROM ${table} JOIN users ON users.id = user_id WHERE email = ?`, email)).toEqual([])
    }
  })

  test('who has one of ADMIN_EMAILS becomes admin, audited once', async () => {
    const [boss, other] = [newEmail(), newEmail()]
    const bindings = { ...env, ADMIN_EMAILS: `root@example.com, ${boss.toUpperCase()} ,x${other}` }
    for (const email of [boss, boss, other]) {
      const { token } = await askFor(email)
      expect((await post('/auth/verify', { token }, undefined, bindings)).status).toBe(303)
    }
    const people = await rows<{ id: string; role: string }>(
      'SELECT id, role FROM users WHERE email IN (?, ?) ORDER BY role',
      boss,
      other,
    )
    expect(people.map(({ role }) => role)).toEqual(['admin', 'user'])
    const audited = await rows('SELECT action, before, after FROM admin_audit WHERE subject = ?', people[0]?.id)
    expect(audited).toEqual([{ action: 'role', before: '{"role":"user"}', after: '{"role":"admin"}' }])
  })

  test('admin@example.com becomes admin in development alone', () => {
    const production = { ...env, ENVIRONMENT: 'production', ADMIN_EMAILS: undefined }
    expect(['admin@example.com', 'other@example.com'].map((email) => isAdminEmail(env, email))).toEqual([true, false])
    expect(isAdminEmail(production, 'admin@example.com')).toBe(false)
    expect(isAdminEmail({ ...env, ADMIN_EMAILS: '' }, 'admin@example.com')).toBe(false)
    expect(settings.split('[env.')[0]).not.toContain('ADMIN_EMAILS')
  })
})
