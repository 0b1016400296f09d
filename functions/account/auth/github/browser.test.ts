import { env } from 'cloudflare:workers'
import { describe, expect, test, vi } from 'vitest'
import { origin, request, rows, signedIn } from '../../../../test/support/client'
import type { GitHubPath, Octocat, Trouble } from '../../../../test/support/github'
import { app } from '../../../app'
import {
  begin,
  comeBack,
  cookieOf,
  newOctocat,
  stubGitHub,
  throughGitHub,
  whoIs,
  withEmail,
  withGitHub,
} from './testing'

const github = stubGitHub()

describe('going to GitHub', () => {
  test('asks for consent with state and PKCE, and keeps what is under way in one cookie', async () => {
    const { answer, consent } = await begin({ query: '?next=/goals&time_zone=Asia/Tokyo&clock=12' })
    expect(answer.status).toBe(303)
    expect(consent?.href.startsWith('https://github.example/login/oauth/authorize?')).toBe(true)
    expect(Object.fromEntries(consent?.searchParams ?? [])).toEqual({
      response_type: 'code',
      client_id: 'test-client',
      redirect_uri: `${origin}/auth/github/callback`,
      state: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      scope: 'read:user user:email',
    })
    expect(answer.headers.get('Set-Cookie')).toMatch(/^github=\S+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/)
  })

  test('over https the cookie is bound to the host', async () => {
    const answer = await app.request('https://daymark.example/auth/github', {}, withGitHub)
    expect(answer.headers.get('Set-Cookie')).toMatch(
      /^__Host-github=\S+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
  })

  test('who is signed in already need not', async () => {
    const client = await signedIn()
    const { answer } = await begin({ query: '?next=/goals', client })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/goals'])
    expect(cookieOf(answer, 'github')).toBeUndefined()
  })

  test.each([{}, { GITHUB_CLIENT_ID: 'a' }, { GITHUB_CLIENT_SECRET: 'a' }])('is not there with %j', async (given) => {
    const bindings = { ...env, ...given }
    for (const path of ['/auth/github', '/auth/github/callback?code=a&state=b']) {
      expect((await request(path, {}, bindings)).status).toBe(404)
    }
  })

  test.each(['http://github.example', 'github.example', 'ftp://github.example'])(
    'never by %s in production',
    async (url) => {
      for (const name of ['GITHUB_URL', 'GITHUB_API_URL']) {
        const bindings = { ...withGitHub, ENVIRONMENT: 'production', JWT_SECRET: 's'.repeat(32), [name]: url }
        const answer = await request('/auth/github', {}, bindings)
        expect(answer.status).toBe(503)
        expect(await answer.text()).toContain(name)
        expect(await (await request('/sign-in', {}, bindings)).text()).not.toContain('Continue with GitHub')
      }
    },
  )

  test('on this machine itself, in production too', async () => {
    const url = 'http://127.0.0.1:9999'
    const production = { ...withGitHub, ENVIRONMENT: 'production', JWT_SECRET: 's'.repeat(32) }
    const bindings = { ...production, GITHUB_URL: url, GITHUB_API_URL: url }
    expect((await request('/auth/github', {}, bindings)).headers.get('Location')).toContain(`${url}/`)
    expect(await (await request('/sign-in', {}, bindings)).text()).toContain('Continue with GitHub')
  })

  test('an address too long to keep is forgotten, and the sign-in goes on', async () => {
    const answer = await throughGitHub(github, newOctocat(), { query: `?next=/goals?q=${'é'.repeat(900)}` })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/welcome'])
  })
})

describe('coming back', () => {
  test('signs in, with what the browser told, and leads on', async () => {
    const octocat = newOctocat()
    const query = '?next=/goals%3Fq=a&time_zone=Asia/Tokyo&clock=12'
    const answer = await throughGitHub(github, octocat, { query })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/welcome?next=%2Fgoals%3Fq%3Da'])
    expect(cookieOf(answer, 'github')).toBe('')
    expect(await whoIs(answer)).toMatchObject({
      email: null,
      username: octocat.login,
      github_username: octocat.login,
      preferences: { time_zone: 'Asia/Tokyo', clock: 12, uses: ['time', 'tasks'] },
    })
  })

  test('tells GitHub who we are, and the token to its API alone', async () => {
    await throughGitHub(github, newOctocat())
    expect(github.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /login/oauth/access_token',
      'GET /user',
      'GET /user/emails',
    ])
    for (const { path, headers } of github.asked) {
      expect(headers.get('User-Agent')).toBe('Daymark')
      expect(headers.get('Accept')).toBe(path.startsWith('/user') ? 'application/vnd.github+json' : 'application/json')
    }
    expect(github.asked[0]?.headers.get('Authorization')).toBeNull()
    expect(vi.mocked(fetch).mock.calls.every(([, init]) => init?.redirect === 'manual')).toBe(true)
  })

  test('a foreign address to come back to is not followed', async () => {
    for (const next of ['https://evil.example', '//evil.example', '/\\evil.example']) {
      const answer = await throughGitHub(github, newOctocat(), { query: `?${new URLSearchParams({ next })}` })
      expect(answer.headers.get('Location')).toBe('/welcome')
    }
  })

  test.each(['another state', 'no state', 'no cookie', 'a cookie of nonsense'])('with %s: refused', async (how) => {
    const { flow, consent, state } = await begin()
    const code = github.grant(newOctocat(), consent ?? undefined)
    const query = { code, ...(how !== 'no state' && { state: how === 'another state' ? `${state.slice(1)}x` : state }) }
    const cookie = { 'no cookie': '', 'a cookie of nonsense': 'github=%7B' }[how] ?? `github=${flow}`
    const answer = await comeBack(query, cookie)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('Try again')
    expect(cookieOf(answer, 'github')).toBe('')
    expect(cookieOf(answer, 'session')).toBeUndefined()
    expect(github.asked).toEqual([])
  })

  test('an empty state fits no cookie, not even one without state', async () => {
    const forged = JSON.stringify({ state: '', verifier: 'v'.repeat(43), linkTo: null })
    expect((await comeBack({ code: 'a', state: '' }, `github=${encodeURIComponent(forged)}`)).status).toBe(400)
  })

  test('without consent nothing happens', async () => {
    const { flow, state } = await begin({ query: '?next=/goals' })
    const query = { error: 'access_denied', error_description: '<b>said by the provider</b>', state }
    const answer = await comeBack(query, `github=${flow}`)
    const page = await answer.text()
    expect([answer.status, cookieOf(answer, 'github')]).toEqual([403, ''])
    expect(page).toContain('Cancelled on GitHub')
    expect(page).toContain('href="/sign-in?next=%2Fgoals"')
    expect(page).not.toContain('said by the provider')
    expect(github.asked).toEqual([])
  })

  test('a flow is answered once, also to who kept its cookie and has another code', async () => {
    const { flow, consent, state } = await begin()
    const come = () => comeBack({ code: github.grant(newOctocat(), consent ?? undefined), state }, `github=${flow}`)
    expect((await come()).status).toBe(303)
    const again = await come()
    expect([again.status, cookieOf(again, 'session')]).toEqual([400, undefined])
  })

  test('a code works once', async () => {
    const octocat = newOctocat()
    const code = github.grant(octocat)
    const come = async () => {
      const { flow, state } = await begin()
      return comeBack({ code, state }, `github=${flow}`)
    }
    expect((await come()).status).toBe(303)
    const answer = await come()
    expect(answer.status).toBe(401)
    expect(await answer.text()).toContain('This GitHub sign-in has expired')
  })

  test('a code that was given to another browser fails at the verifier', async () => {
    const [mine, theirs] = await Promise.all([begin(), begin()])
    const code = github.grant(newOctocat(), theirs.consent ?? undefined)
    expect((await comeBack({ code, state: mine.state }, `github=${mine.flow}`)).status).toBe(401)
  })

  const trouble = (at: GitHubPath, how: Trouble): Partial<Octocat> => ({ trouble: { at, how } })
  const token = '/login/oauth/access_token'

  test.each<[string, Partial<Octocat>, number, string]>([
    ['is down', trouble(token, 'down'), 502, 'github_down'],
    ['has an outage', trouble(token, 503), 502, 'github_down'],
    ['goes down on the way', trouble('/user/emails', 'down'), 502, 'github_down'],
    ['says no JSON', trouble(token, { body: '<h1>Hello</h1>' }), 502, 'github_odd'],
    ['gives no token', trouble(token, { body: '{}' }), 502, 'github_odd'],
    ['gives a token that is none', trouble(token, { body: '{"access_token":"a\\r\\nb"}' }), 502, 'github_odd'],
    ['redirects', trouble(token, 302), 502, 'github_odd'],
    ['redirects with the token', trouble('/user', 307), 502, 'github_odd'],
    ['does not take its token', trouble('/user', 401), 502, 'github_odd'],
    ['has no id', trouble('/user', { body: '{"login":"a"}' }), 502, 'github_odd'],
    ['has an id beyond counting', trouble('/user', { body: '{"id":1e300,"login":"a"}' }), 502, 'github_odd'],
    ['lists no addresses', trouble('/user/emails', { body: '{}' }), 502, 'github_odd'],
    ['refuses us', trouble(token, { body: '{"error":"incorrect_client_credentials"}' }), 502, 'github_refused'],
  ])('when GitHub %s the page says so, and nobody is signed in', async (_, more, status, code) => {
    const octocat = newOctocat(more)
    const answer = await throughGitHub(github, octocat)
    expect([answer.status, cookieOf(answer, 'github')]).toEqual([status, ''])
    expect(cookieOf(answer, 'session')).toBeUndefined()
    const page = await answer.text()
    expect(page).toContain('Try again')
    expect(page).not.toMatch(/Unicorn|Hello/)
    expect(await rows('SELECT 1 FROM users WHERE github_user_id = ?', octocat.id)).toEqual([])

    const { flow, consent, state } = await begin()
    const granted = github.grant(octocat, consent ?? undefined)
    const json = await comeBack({ code: granted, state }, `github=${flow}`, { headers: { Accept: 'application/json' } })
    expect(json.headers.get('Content-Type')).toBe('application/problem+json')
    expect(await json.json()).toMatchObject({ status, code })
  })

  test.each<GitHubPath>([token, '/user', '/user/emails'])('GitHub gets five seconds at %s', async (at) => {
    const controller = new AbortController()
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
      expect(milliseconds).toBe(5000)
      return controller.signal
    })
    const going = throughGitHub(github, newOctocat(trouble(at, 'slow')))
    await vi.waitFor(() => expect(github.asked.some(({ path }) => path === at)).toBe(true))
    controller.abort(new DOMException('Too late', 'TimeoutError'))
    const answer = await going
    expect(answer.status).toBe(504)
    expect(await answer.text()).toContain('GitHub took too long to respond')
  })

  test('an account that is suspended stays out', async () => {
    const octocat = newOctocat()
    await throughGitHub(github, octocat)
    await rows('UPDATE users SET suspended_at = 1 WHERE github_user_id = ?', octocat.id)
    const answer = await throughGitHub(github, octocat)
    expect(answer.status).toBe(403)
    expect(cookieOf(answer, 'session')).toBeUndefined()
  })

  test('an admin is made of a verified address of theirs, once', async () => {
    const email = `${crypto.randomUUID()}@example.com`
    const octocat = newOctocat(withEmail(email))
    await throughGitHub(github, octocat)
    const role = async () => (await rows<{ role: string }>('SELECT role FROM users WHERE email = ?', email))[0]?.role
    expect(await role()).toBe('user')
    await throughGitHub(github, octocat, { bindings: { ...withGitHub, ADMIN_EMAILS: email } })
    expect(await role()).toBe('admin')
  })
})
