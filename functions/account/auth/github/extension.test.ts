import { env } from 'cloudflare:workers'
import { decodeJwt } from 'jose'
import { describe, expect, test, vi } from 'vitest'
import { request, rows, signedIn } from '../../../../test/support/client'
import { useMachineClock } from '../../../../test/support/clock'
import { type Octocat, s256 } from '../../../../test/support/github'
import { deleteGitHubToken, readGitHubToken } from './sign-in'
import { begin, extensionSignsIn, newOctocat, stubGitHub, withEmail, withGitHub } from './testing'

useMachineClock()

const github = stubGitHub()

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
    const ask = (path: string) => request(path, { headers: { Authorization: `Bearer ${token}` } })
    expect([(await ask('/api/sessions')).status, (await ask('/api/v1/me')).status]).toEqual([200, 403])
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
    [{ code: 'x'.repeat(1001) }, 'code'],
    [{ code: 'a', codeVerifier: 'x'.repeat(129) }, 'codeVerifier'],
    [{ code: 'a', redirectUri: `https://a.example/${'x'.repeat(2000)}` }, 'redirectUri'],
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
    expect(answer.headers.get('RateLimit')).toContain(';r=99;')
  })
})

test('the origins of EXTENSION_ORIGINS may read the answer, and in production no other', async () => {
  const extension = `chrome-extension://${'abcdefghijklmnop'.repeat(2)}`
  const bindings = { ...withGitHub, EXTENSION_ORIGINS: 'https://dashboard.example/, https://other.example' }
  const production = { ...bindings, ENVIRONMENT: 'production', JWT_SECRET: 'a secret of this test that is long enough' }
  for (const [Origin, given, allowed] of [
    ['https://dashboard.example', bindings, true],
    ['https://other.example', production, true],
    [extension, bindings, true],
    ['https://dashboard.example.evil.example', bindings, false],
    ['http://dashboard.example', bindings, false],
    ['null', bindings, false],
    ['*', { ...bindings, EXTENSION_ORIGINS: '' }, false],
    [extension, production, false],
    [`${extension}a`, bindings, false],
  ] as const) {
    const { status, headers } = await extensionSignsIn({ code: 'unknown' }, { Origin }, given)
    const found = [Origin, status, headers.get('Access-Control-Allow-Origin')]
    expect(found).toEqual([Origin, 401, allowed ? Origin : null])
    expect(headers.get('Access-Control-Allow-Credentials')).toBeNull()
  }
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
