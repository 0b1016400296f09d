import { env } from 'cloudflare:workers'
import { decodeJwt } from 'jose'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { request, rows, signedIn } from '../../../test/client'
import { type Octocat, s256 } from '../../../test/github'
import { begin, extensionSignsIn, newOctocat, stubGitHub, withEmail, withGitHub } from './testing'
import { deleteGitHubToken, readGitHubToken } from './token'

let github: ReturnType<typeof stubGitHub>

beforeEach(() => {
  github = stubGitHub()
})

afterEach(() => {
  vi.restoreAllMocks()
})

type SignedIn = {
  token: string
  user: { user_id: number; github_username: string; github_avatar_url: string | null; email: string | null }
}

const signIn = async (octocat: Octocat) => (await extensionSignsIn({ code: github.grant(octocat) })).json<SignedIn>()

describe('the extension', () => {
  test('gets a JWT of seven days, and who its user is', async () => {
    const email = `${crypto.randomUUID()}@example.com`
    const octocat = newOctocat(withEmail(email))
    const { token, user } = await signIn(octocat)
    const { id, login } = octocat
    expect(user).toEqual({
      user_id: id,
      github_username: login,
      github_avatar_url: `https://avatars.example/${id}`,
      email,
    })
    const { userId, githubUserId, exp = 0, iat = 0 } = decodeJwt(token)
    expect([userId, githubUserId, exp - iat]).toEqual([id, String(id), 7 * 24 * 60 * 60])
    const me = await request('/api/v1/me', { headers: { Authorization: `Bearer ${token}` } })
    expect(await me.json()).toMatchObject({ email, github_username: login })
  })

  test('finds the account that its user has', async () => {
    const { userId } = await signedIn()
    const { token, user } = await signIn(newOctocat(withEmail(`${userId}@example.com`)))
    expect([decodeJwt(token).sub, user.email]).toEqual([userId, `${userId}@example.com`])
  })

  test('hands on its verifier and its address, which have to fit', async () => {
    const octocat = newOctocat()
    const authorize = new URL('https://github.example/login/oauth/authorize')
    const redirectUri = `https://${'a'.repeat(32)}.chromiumapp.org/`
    authorize.searchParams.set('redirect_uri', redirectUri)
    const codeVerifier = 'a-verifier-of-the-extension-which-is-long-enough'
    authorize.searchParams.set('code_challenge', await s256(codeVerifier))
    for (const [body, status] of [
      [{}, 401],
      [{ redirectUri }, 401],
      [{ codeVerifier }, 401],
      [{ redirectUri, codeVerifier: 'another' }, 401],
      [{ redirectUri: 'https://evil.example/', codeVerifier }, 401],
      [{ redirectUri, codeVerifier }, 200],
      [{ redirectUri: null, codeVerifier: null }, 401],
    ] as const) {
      const answer = await extensionSignsIn({ code: github.grant(octocat, authorize), ...body })
      expect([body, answer.status]).toEqual([body, status])
    }
  })

  test.each([
    [{}, 'code'],
    [{ code: '' }, 'code'],
    [{ code: 1 }, 'code'],
    [{ code: 'x'.repeat(1001) }, 'code'],
    [{ code: 'a', codeVerifier: 'x'.repeat(129) }, 'codeVerifier'],
    [{ code: 'a', redirectUri: 'nowhere' }, 'redirectUri'],
    [{ code: 'a', redirectUri: `https://a.example/${'x'.repeat(2000)}` }, 'redirectUri'],
    [[], ''],
    ['text', ''],
  ])('with %j: 422', async (body, path) => {
    const answer = await extensionSignsIn(body)
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ code: 'invalid', errors: [{ path }] })
    expect(github.asked).toEqual([])
  })

  test('members that it may send besides are let be', async () => {
    const answer = await extensionSignsIn({ code: github.grant(newOctocat()), state: 'its own', provider: 'github' })
    expect(answer.status).toBe(200)
  })

  test('sends JSON, nothing else', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    expect((await extensionSignsIn({ code: 'a' }, headers)).status).toBe(415)
    const broken = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"code":' }
    expect((await request('/auth/github/callback', broken, withGitHub)).status).toBe(400)
  })

  test.each<[string, Partial<Octocat>, number, string]>([
    ['down', { trouble: { at: '/login/oauth/access_token', how: 'down' } }, 502, 'github_down'],
    ['odd', { trouble: { at: '/user', how: { body: '<p>' } } }, 502, 'github_odd'],
  ])('is told as a problem when GitHub is %s', async (_, more, status, code) => {
    const answer = await extensionSignsIn({ code: github.grant(newOctocat(more)) })
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ status, code, error: expect.any(String) })
  })

  test('a code is good once, and one that never was is not', async () => {
    const code = github.grant(newOctocat())
    const statuses = []
    for (const one of [code, code, 'unknown']) statuses.push((await extensionSignsIn({ code: one })).status)
    expect(statuses).toEqual([200, 401, 401])
  })

  test('suspended: refused, and nothing begins', async () => {
    const octocat = newOctocat()
    await signIn(octocat)
    await rows('UPDATE users SET suspended_at = 1 WHERE github_user_id = ?', octocat.id)
    const answer = await extensionSignsIn({ code: github.grant(octocat) })
    expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'suspended' }])
  })
})

describe('failures from one network', () => {
  const limits = { ...withGitHub, RATE_LIMITS: 'on' }
  const from = (address: string) => ({ 'CF-Connecting-IP': address })

  test('the hundredth is looked at, the next is stopped before GitHub is asked; another network is not', async () => {
    const fail = () => extensionSignsIn({ code: 'unknown' }, from('192.0.2.1'), limits)
    const answers = await Promise.all(Array.from({ length: 101 }, fail))
    const count = (status: number) => answers.filter((answer) => answer.status === status).length
    expect([count(401), count(429)]).toEqual([100, 1])
    expect(github.asked).toHaveLength(100)
    const stopped = await fail()
    expect(Number(stopped.headers.get('Retry-After'))).toBeGreaterThan(3500)
    const browser = await begin({ bindings: limits })
    const back = await request(
      `/auth/github/callback?code=a&state=${browser.consent?.searchParams.get('state')}`,
      { headers: { Cookie: `github=${browser.flow}`, ...from('192.0.2.1') } },
      limits,
    )
    expect(back.status).toBe(429)
    expect((await extensionSignsIn({ code: 'unknown' }, from('192.0.2.2'), limits)).status).toBe(401)
  })

  test('neither a success nor a failure of GitHub’s counts', async () => {
    const down = newOctocat({ trouble: { at: '/user', how: 503 } })
    for (const octocat of [newOctocat(), down]) {
      await extensionSignsIn({ code: github.grant(octocat) }, from('192.0.2.3'), limits)
    }
    const answer = await extensionSignsIn({ code: 'unknown' }, from('192.0.2.3'), limits)
    expect(answer.headers.get('RateLimit-Remaining')).toBe('99')
  })
})

describe('other origins', () => {
  const extension = `chrome-extension://${'abcdefghijklmnop'.repeat(2)}`
  const bindings = { ...withGitHub, EXTENSION_ORIGINS: 'https://dashboard.example/, https://other.example' }
  const production = { ...bindings, ENVIRONMENT: 'production', JWT_SECRET: 'a secret of this test that is long enough' }
  const headerNames = (answer: Response) =>
    [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))

  const preflight = (path: string, Origin: string, given: object) =>
    request(path, { method: 'OPTIONS', headers: { Origin, 'Access-Control-Request-Method': 'POST' } }, given)

  test.each(['/auth/github/callback', '/auth/refresh'])('%s takes the extension’s', async (path) => {
    for (const [origin, given] of [
      ['https://dashboard.example', bindings],
      ['https://other.example', production],
      [extension, bindings],
    ] as const) {
      const asked = await preflight(path, origin, given)
      expect([asked.status, asked.headers.get('Access-Control-Allow-Origin')]).toEqual([204, origin])
      expect(asked.headers.get('Access-Control-Allow-Methods')).toBe('GET,POST,PATCH,DELETE,OPTIONS')
      expect(asked.headers.get('Access-Control-Allow-Headers')).toBe('Content-Type,Authorization,Idempotency-Key')
      const init = { method: 'POST', headers: { Origin: origin, 'Content-Type': 'application/json' }, body: '{}' }
      for (const answer of [asked, await request(path, init, given)]) {
        expect(answer.headers.get('Vary')).toContain('Origin')
        expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(origin)
        expect(answer.headers.get('Access-Control-Allow-Credentials')).toBeNull()
        expect(answer.headers.get('Content-Security-Policy')).not.toBeNull()
      }
    }
  })

  test('and no other', async () => {
    for (const [origin, given] of [
      ['https://evil.example', bindings],
      ['https://dashboard.example.evil.example', bindings],
      ['http://dashboard.example', bindings],
      ['null', bindings],
      ['*', { ...bindings, EXTENSION_ORIGINS: '' }],
      [extension, production],
      [`${extension}a`, bindings],
      [`${extension}.evil.example`, bindings],
      [extension.replace('abc', 'xyz'), bindings],
    ] as const) {
      expect((await preflight('/auth/refresh', origin, given)).headers.get('Access-Control-Allow-Origin')).toBeNull()
      const answer = await extensionSignsIn({ code: 'unknown' }, { Origin: origin }, given)
      expect([answer.status, answer.headers.get('Access-Control-Allow-Origin')]).toEqual([401, null])
    }
  })

  test('nothing else is for them', async () => {
    for (const path of ['/', '/sign-in', '/auth/github', '/auth/github/callback', '/auth/verify', '/api/v1/me']) {
      const answer = await request(path, { headers: { Origin: 'https://dashboard.example' } }, bindings)
      expect([path, headerNames(answer)]).toEqual([path, []])
    }
  })
})

test('who signs in twice within a second is not turned away by KV', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {})
  const KV = { put: () => Promise.reject(new Error('429 Too Many Requests')) }
  const answer = await extensionSignsIn({ code: github.grant(newOctocat()) }, {}, { ...withGitHub, KV })
  expect(answer.status).toBe(200)
  expect(error.mock.calls.join()).not.toContain('gho_')
})

test('the token is kept encrypted, for its holder alone', async () => {
  const octocat = newOctocat()
  const [first, second] = [await signIn(octocat), await signIn(newOctocat())]
  const [id, otherId] = [first, second].map(({ token }) => decodeJwt(token).sub ?? '')
  if (!id || !otherId) throw new Error('Nobody was signed in')
  const bindings = { ...env, JWT_SECRET: 'for development only, never used in production' }
  const token = await readGitHubToken(bindings, id)
  expect(token).toMatch(/^gho_/)
  const kept = (await env.KV.get(`github-token:${id}`, 'arrayBuffer')) ?? new ArrayBuffer()
  expect(new TextDecoder().decode(kept)).not.toContain(token?.slice(4, 12))
  const { keys } = await env.KV.list({ prefix: `github-token:${id}` })
  expect((keys[0]?.expiration ?? 0) * 1000 - Date.now()).toBeGreaterThan(6.9 * 24 * 60 * 60 * 1000)
  expect((keys[0]?.expiration ?? 0) * 1000 - Date.now()).toBeLessThanOrEqual(7 * 24 * 60 * 60 * 1000)

  await env.KV.put(`github-token:${otherId}`, kept)
  expect(await readGitHubToken(bindings, otherId)).toBeNull()
  expect(await readGitHubToken({ ...bindings, JWT_SECRET: 'another' }, id)).toBeNull()
  await deleteGitHubToken(bindings, id)
  expect(await readGitHubToken(bindings, id)).toBeNull()
})
