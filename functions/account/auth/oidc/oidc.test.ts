import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { origin, request, rows, signedIn } from '../../../../test/support/client'
import { fakeProvider, oidcClient, type Person } from '../../../../test/support/oidc'
import { cookieOf, whoIs } from '../github/testing'
import { askFor, newEmail, post } from '../magic-link/testing'

let lastIssuer = 0
let issuer: string
let provider: ReturnType<typeof fakeProvider>
let bindings: object

beforeEach(() => {
  lastIssuer += 1
  issuer = `https://login.example/realms/${lastIssuer}`
  provider = fakeProvider(issuer)
  bindings = {
    ...env,
    OIDC_ISSUER: issuer,
    ...oidcClient,
    OIDC_NAME: 'Acme ID',
  }
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) =>
    provider.answer(new Request(input as RequestInfo, init as RequestInit)),
  )
})
afterEach(() => {
  vi.restoreAllMocks()
})

const begin = async (query = '') => {
  const begun = await request(`/auth/oidc${query}`, {}, bindings)
  const consent = URL.parse(begun.headers.get('Location') ?? '')
  return { begun, consent, state: consent?.searchParams.get('state') ?? '', cookie: `oidc=${cookieOf(begun, 'oidc')}` }
}

const comeBack = (query: Record<string, string>, cookie: string) =>
  request(`/auth/oidc/callback?${new URLSearchParams(query)}`, { headers: { Cookie: cookie } }, bindings)

const through = async (person: Person, query = '') => {
  const { consent, state, cookie } = await begin(query)
  const code = provider.grant(person, consent?.searchParams ?? new URLSearchParams())
  return comeBack({ code, state }, cookie)
}

const accounts = (email: string) => rows<{ id: string }>('SELECT id FROM users WHERE email = ?', email)

test('the page of sign-in offers the provider by its name, and none that is not set up or not safe', async () => {
  const page = async (more: object = {}) => (await request('/sign-in', {}, { ...bindings, ...more })).text()
  expect(await page()).toContain('Continue with Acme ID')
  expect(await page({ OIDC_NAME: '' })).toContain('Continue with login.example')
  for (const more of [{ OIDC_ISSUER: '' }, { OIDC_CLIENT_ID: '' }, { OIDC_CLIENT_SECRET: '' }]) {
    expect(await page(more)).not.toContain('/auth/oidc')
    expect((await request('/auth/oidc', {}, { ...bindings, ...more })).status).toBe(404)
  }
  const unsafe = { ENVIRONMENT: 'production', JWT_SECRET: 'x'.repeat(32), OIDC_ISSUER: 'http://login.example' }
  expect(await page(unsafe)).not.toContain('/auth/oidc')
})

test('consent is asked with state, PKCE and a nonce, and what the address had before', async () => {
  const { consent } = await begin('?next=/goals')
  expect(consent?.href.startsWith(`${issuer}/authorize?tenant=1&`)).toBe(true)
  expect(Object.fromEntries(consent?.searchParams ?? [])).toEqual({
    ...{ tenant: '1', response_type: 'code', client_id: 'daymark', scope: 'openid email' },
    redirect_uri: `${origin}/auth/oidc/callback`,
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[0-9a-f]{64}$/),
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
  })
})

test('a verified address makes an account, and later signs in to it', async () => {
  const email = newEmail()
  const first = await through({ email }, '?next=/goals&time_zone=Asia/Tokyo')
  expect([first.status, first.headers.get('Location')]).toEqual([303, '/welcome?next=%2Fgoals'])
  expect(await whoIs(first)).toMatchObject({ email })
  const again = await through({ email: email.toUpperCase(), email_verified: 'true' }, '?next=/goals')
  expect([again.status, again.headers.get('Location')]).toEqual([303, '/goals'])
  expect(await accounts(email)).toHaveLength(1)
})

test('a verified address joins the account that a mail made', async () => {
  const client = await signedIn()
  const [{ email } = { email: '' }] = await rows<{ email: string }>(
    'SELECT email FROM users WHERE id = ?',
    client.userId,
  )
  expect(await whoIs(await through({ email }))).toMatchObject({ id: client.userId })
})

test('an address that only the provider’s page of the person names counts, if it is of the same person', async () => {
  const email = newEmail()
  expect(await whoIs(await through({ userinfo: { sub: 'person-1', email, email_verified: true } }))).toMatchObject({
    email,
  })
  expect((await through({ userinfo: { sub: 'person-2', email: newEmail(), email_verified: true } })).status).toBe(502)
})

test('an address that only that page calls verified counts, and no other address there', async () => {
  const [email, other] = [newEmail(), newEmail()]
  const said = (address: string) => ({
    email,
    email_verified: undefined,
    claims: { sub: email, email_verified: undefined },
    userinfo: { sub: email, email: address, email_verified: true },
  })
  expect((await through(said(other))).status).toBe(403)
  expect(await whoIs(await through(said(email)))).toMatchObject({ email })
  expect(await accounts(other)).toEqual([])
})

test('a provider that takes the secret in the body alone gets it there', async () => {
  provider.discovery.token_endpoint_auth_methods_supported = ['client_secret_post']
  const email = newEmail()
  expect(await whoIs(await through({ email, claims: { sub: email } }))).toMatchObject({ email })
})

test('another issuer than the one that is set is refused, and the log has both names', async () => {
  const log = vi.spyOn(console, 'error')
  provider.discovery.issuer = `${issuer}/`
  expect((await begin()).begun.status).toBe(502)
  const logged = log.mock.calls.map(String).join()
  expect(JSON.parse(logged)).toMatchObject({ oidc: 'wrong issuer', OIDC_ISSUER: issuer, found: `${issuer}/` })
})

describe('the person of the provider', () => {
  test('stays the same account with another address, and no new one is made', async () => {
    const [email, renamed] = [newEmail(), newEmail()]
    const first = await whoIs(await through({ email, claims: { sub: 'ada' } }))
    expect(await whoIs(await through({ email: renamed, claims: { sub: 'ada' } }))).toMatchObject({
      id: first.id,
      email,
    })
    expect(await accounts(renamed)).toEqual([])
  })

  test('who comes with the address of another is asked once, for a sign-in in another way', async () => {
    const email = newEmail()
    const first = await whoIs(await through({ email, claims: { sub: 'ada' } }))
    const second = { email, claims: { sub: 'grace' } }
    const refused = await through(second)
    expect([refused.status, cookieOf(refused, 'session')]).toEqual([403, undefined])
    expect(await refused.text()).toContain('Is this account yours?')
    // A mail to another address confirms nothing.
    const asked = `oidc-subject=${cookieOf(refused, 'oidc-subject')}`
    const signIn = async (to: string) => {
      const { token } = await askFor(to)
      return post('/auth/verify', { token }, { Origin: origin, Cookie: asked }, bindings)
    }
    await signIn(newEmail())
    expect((await through(second)).status).toBe(403)
    expect((await signIn(email)).status).toBe(303)
    expect(await whoIs(await through(second))).toMatchObject({ id: first.id })
    expect((await through({ email, claims: { sub: 'ada' } })).status).toBe(403)
  })

  test('who is not invited has no account, and reads why', async () => {
    await rows(
      "INSERT OR IGNORE INTO users (id, email, username, role, preferences, created_at, updated_at) VALUES ('an-admin', NULL, 'A', 'admin', '{}', 0, 0)",
    )
    bindings = { ...bindings, SIGN_UP: 'invited' }
    const email = newEmail()
    const stranger = await through({ email, claims: { sub: email } })
    expect([stranger.status, await stranger.text()]).toEqual([403, expect.stringContaining('by invitation')])
    expect(await accounts(email)).toEqual([])
    await rows('INSERT INTO sign_up_invitations (id, address, created_at) VALUES (?, ?, 0)', email, email)
    expect(await whoIs(await through({ email, claims: { sub: email } }))).toMatchObject({ email })
  })
})

const past = 1_700_000_000

describe('nobody is signed in', () => {
  test.each<[string, Person, number]>([
    ['an address that is not verified', { email_verified: false }, 403],
    [
      'an address about which nothing is said',
      { email_verified: undefined, claims: { email_verified: undefined } },
      403,
    ],
    ['a text that is no boolean', { email_verified: 'maybe' }, 403],
    ['an address with a space', { claims: { email: ' ada@example.org' } }, 403],
    ['an address of other letters', { claims: { email: '\u212a@example.org' } }, 403],
    ['another issuer', { claims: { iss: 'https://evil.example' } }, 502],
    ['a token for another', { claims: { aud: 'somebody' } }, 502],
    ['a token for two, and the other is meant', { claims: { aud: ['daymark', 'somebody'], azp: 'somebody' } }, 502],
    ['a token of another flow', { claims: { nonce: 'another' } }, 502],
    ['a token without a nonce', { claims: { nonce: undefined } }, 502],
    ['a token that has expired', { claims: { exp: past } }, 502],
    ['a token without an end', { claims: { exp: undefined } }, 502],
    ['an old token', { claims: { iat: past } }, 502],
    ['a key of another', { signedBy: 'another' }, 502],
    ['no signature', { signedBy: 'nobody' }, 502],
    ['an answer that is no JSON', { trouble: { token: () => new Response('<h1>') } }, 502],
    ['a provider that fails', { trouble: { token: () => new Response('', { status: 500 }) } }, 502],
    ['a wrong secret', { trouble: { token: () => Response.json({ error: 'invalid_client' }, { status: 401 }) } }, 502],
    [
      'a code that is used up',
      { trouble: { token: () => Response.json({ error: 'invalid_grant' }, { status: 400 }) } },
      401,
    ],
  ])('by %s', async (_, person, status) => {
    const email = newEmail()
    const answered = await through({ email, ...person })
    expect([answered.status, cookieOf(answered, 'session')]).toEqual([status, undefined])
    expect(await accounts(email)).toEqual([])
    expect(await answered.text()).toContain('/sign-in')
  })

  test('by a state of another browser, twice, or after a refusal', async () => {
    const { consent, state, cookie } = await begin()
    const code = provider.grant({ email: newEmail() }, consent?.searchParams ?? new URLSearchParams())
    expect((await comeBack({ code, state: 'x'.repeat(43) }, cookie)).status).toBe(400)
    expect((await comeBack({ code, state }, '')).status).toBe(400)
    expect((await comeBack({ error: 'access_denied', state }, cookie)).status).toBe(403)
    expect((await comeBack({ code, state }, cookie)).status).toBe(400)
  })

  test('where the provider is not who it says, or names an address that is not safe', async () => {
    provider.discovery.issuer = `${issuer}/`
    expect((await begin()).begun.status).toBe(502)
    bindings = { ...bindings, ENVIRONMENT: 'production', JWT_SECRET: 'x'.repeat(32) }
    Object.assign(provider.discovery, { issuer, token_endpoint: 'http://login.example/token' })
    expect((await begin()).begun.status).toBe(502)
  })
})
