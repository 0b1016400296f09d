/** An account on the fake GitHub, and how that GitHub behaves while they sign in. */
export type Octocat = {
  id: number
  login: string
  avatar_url?: string | null
  emails?: { email: string; primary: boolean; verified: boolean }[]
  /** The granted scopes, if not the requested ones. */
  scope?: string
  /** Failures by path. */
  trouble?: { at: GitHubPath; how: Trouble }
}

export type GitHubPath = '/login/oauth/access_token' | '/user' | '/user/emails'

export type Trouble = 'down' | 'slow' | number | { status?: number; body: string }

export const clientId = 'test-client'
export const clientSecret = 'test-secret'

type Granted = { octocat: Octocat; challenge: string | null; redirectUri: string | null }

/** A code verifier's challenge (RFC 7636). */
export const s256 = async (verifier: string) => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)))
  return btoa(String.fromCharCode(...digest))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

const json = (body: unknown, status = 200) => Response.json(body, { status })

/** Never answers; rejects when the caller aborts. */
const silence = (signal: AbortSignal) =>
  new Promise<Response>((_, fail) => {
    if (signal.aborted) fail(signal.reason)
    signal.addEventListener('abort', () => fail(signal.reason))
  })

const troubled = (trouble: Trouble, signal: AbortSignal) => {
  if (trouble === 'down') throw new TypeError('The connection was refused')
  if (trouble === 'slow') return silence(signal)
  if (typeof trouble === 'number') return new Response('<h1>Unicorn</h1>', { status: trouble })
  return new Response(trouble.body, { status: trouble.status ?? 200 })
}

/** A GitHub for tests. It does what GitHub documents, errors with status 200 included. */
export const fakeGitHub = () => {
  const codes = new Map<string, Granted>()
  const tokens = new Map<string, Octocat>()
  const revoked: string[] = []
  /** Each request with its purpose and the members that must be right. */
  const asked: { method: string; path: string; headers: Headers }[] = []

  /** Agrees on the consent page. */
  const grant = (octocat: Octocat, authorize?: URL) => {
    const code = `code-${crypto.randomUUID()}`
    const query = authorize?.searchParams
    codes.set(code, {
      octocat,
      challenge: query?.get('code_challenge') ?? null,
      redirectUri: query?.get('redirect_uri') ?? null,
    })
    return code
  }

  const exchanged = async (request: Request) => {
    const sent = await request.formData()
    const form = new URLSearchParams(Array.from(sent, ([name, value]) => [name, String(value)]))
    if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret) {
      return json({ error: 'incorrect_client_credentials', error_description: 'Said by the provider' })
    }
    const code = form.get('code') ?? ''
    const granted = codes.get(code)
    codes.delete(code)
    const verifier = form.get('code_verifier')
    const isProven = granted && (!granted.challenge || (verifier && granted.challenge === (await s256(verifier))))
    if (!isProven || (granted.redirectUri && granted.redirectUri !== form.get('redirect_uri'))) {
      return json({ error: 'bad_verification_code', error_description: 'Said by the provider' })
    }
    const { octocat } = granted
    if (octocat.trouble?.at === '/login/oauth/access_token') return troubled(octocat.trouble.how, request.signal)
    const token = `gho_${crypto.randomUUID()}`
    tokens.set(token, octocat)
    return json({ access_token: token, token_type: 'bearer', scope: octocat.scope ?? 'read:user,user:email' })
  }

  const told = ({ headers, signal }: Request, path: string) => {
    const octocat = tokens.get(headers.get('Authorization')?.replace('Bearer ', '') ?? '')
    if (!octocat) return json({ message: 'Bad credentials' }, 401)
    if (octocat.trouble?.at === path) return troubled(octocat.trouble.how, signal)
    const { id, login, avatar_url = `https://avatars.example/${id}`, emails = [] } = octocat
    return path === '/user' ? json({ id, login, avatar_url, name: null }) : json(emails)
  }

  const revoke = async (request: Request) => {
    if (request.headers.get('Authorization') !== `Basic ${btoa(`${clientId}:${clientSecret}`)}`) return json({}, 401)
    revoked.push(/"access_token":"([^"]+)"/.exec(await request.text())?.[1] ?? '')
    return new Response(null, { status: 204 })
  }

  /** Answers requests to GitHub and to its API at `/api/v3`. */
  const answer = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname.replace(/^\/api\/v3/, '')
    const { method, headers } = request
    asked.push({ method, path, headers })
    if (path === '/login/oauth/access_token') return exchanged(request)
    if (path === '/user' || path === '/user/emails') return told(request, path)
    if (method === 'DELETE' && path === `/applications/${clientId}/token`) return revoke(request)
    return json({ message: 'Not Found' }, 404)
  }

  return { grant, answer, revoked, asked }
}
