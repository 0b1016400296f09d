import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, vi } from 'vitest'
import { type Client, origin, request } from '../../../../test/support/client'
import { clientId, clientSecret, fakeGitHub, type Octocat } from '../../../../test/support/github'

/** A Daymark that is set up for the GitHub of the tests. */
export const withGitHub = {
  ...env,
  GITHUB_CLIENT_ID: clientId,
  GITHUB_CLIENT_SECRET: clientSecret,
  GITHUB_URL: 'https://github.example/',
  GITHUB_API_URL: 'https://github.example/api/v3',
}

let lastId = 0

/** Somebody on GitHub whom no other test knows. */
export const newOctocat = (more: Partial<Octocat> = {}): Octocat => {
  lastId += 1
  return { id: 1000 + lastId, login: `octocat-${lastId}`, ...more }
}

/** Somebody's address at GitHub: the primary one, verified. */
export const withEmail = (email: string, { verified = true, primary = true } = {}) => ({
  emails: [{ email, primary, verified }],
})

/** Puts a GitHub of its own in the place of the network, for each test of the file. */
export const stubGitHub = () => {
  const provider = fakeGitHub()
  beforeEach(() => {
    provider.asked.length = 0
    provider.revoked.length = 0
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) =>
      provider.answer(new Request(input as RequestInfo, init as RequestInit)),
    )
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })
  return provider
}

type GitHub = ReturnType<typeof stubGitHub>

/** The value of a cookie that an answer sets; empty when it clears it, undefined when it says nothing of it. */
export const cookieOf = (answer: Response, name: string) =>
  answer.headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith(`${name}=`))
    ?.slice(name.length + 1)
    .split(';')[0]

type Begun = { query?: string; client?: Pick<Client, 'cookie'>; bindings?: object }

type Back = { headers?: Record<string, string>; bindings?: object }

/** Begins to sign in, or to link, as a browser does from a page of ours. */
export const begin = async ({ query = '', client, bindings = withGitHub }: Begun = {}) => {
  const headers = { 'Sec-Fetch-Site': 'same-origin', ...(client && { Cookie: client.cookie }) }
  const answer = await request(`/auth/github${query}`, { headers }, bindings)
  const consent = URL.parse(answer.headers.get('Location') ?? '')
  const state = consent?.searchParams.get('state') ?? ''
  return { answer, flow: cookieOf(answer, 'github') ?? '', consent, state }
}

/** Comes back from GitHub. */
export const comeBack = (
  query: Record<string, string>,
  cookies: string,
  { headers, bindings = withGitHub }: Back = {},
) =>
  request(`/auth/github/callback?${new URLSearchParams(query)}`, { headers: { Cookie: cookies, ...headers } }, bindings)

/** Goes all the way to GitHub and back. */
export const throughGitHub = async (github: GitHub, octocat: Octocat, { query, client, bindings }: Begun = {}) => {
  const { flow, consent, state } = await begin({ query, client, bindings })
  const code = github.grant(octocat, consent ?? undefined)
  return comeBack({ code, state }, [`github=${flow}`, client?.cookie].filter(Boolean).join('; '), { bindings })
}

/** Signs in as the browser extension does. */
export const extensionSignsIn = (body: unknown, headers: Record<string, string> = {}, bindings: object = withGitHub) =>
  request(
    '/auth/github/callback',
    { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) },
    bindings,
  )

/** Who is signed in by an answer's session cookie, as the API says. */
export const whoIs = async (answer: Response) => {
  const session = cookieOf(answer, 'session')
  const me = await request('/api/v1/me', { headers: { Cookie: `session=${session}`, Origin: origin } })
  return me.json<{ id: string; email: string | null; username: string; github_username: string | null }>()
}
