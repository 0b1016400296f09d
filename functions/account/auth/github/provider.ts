import { z } from 'zod'
import { type Problem, ProblemError } from '../../../lib/http/problem'
import { Email } from '../../../lib/text/email'
import { fetchJson, type ProviderResponse, type SignInFailure, signInProblem } from '../flow'
import type { GitHubConfig } from './config'

export const gitHub = { id: 'github', name: 'GitHub' } as const

/** Problems of connecting GitHub. */
const failures = {
  taken: {
    status: 409,
    code: 'github_taken',
    title: 'GitHub account already in use',
    detail:
      'This GitHub account is connected to another Daymark account. Sign in with GitHub to remove it there, or delete that account.',
  },
  linked: {
    status: 409,
    code: 'github_linked',
    title: 'Another GitHub account is connected',
    detail: 'Remove it first, then connect this one.',
  },
  person: {
    status: 409,
    code: 'github_person',
    title: 'Someone else is signed in now',
    detail: 'The account that started connecting GitHub is no longer signed in here. Nothing was changed.',
  },
} satisfies Record<string, Problem>

/** @param again page to retry on; by default the page that sent the request */
export const githubProblem = (failure: SignInFailure | keyof typeof failures, again?: string) =>
  failure in failures
    ? new ProblemError({ ...failures[failure as keyof typeof failures], again })
    : signInProblem(gitHub, failure as SignInFailure, again)

export type GitHubPerson = {
  /** Numeric id, permanent unlike the login. */
  id: number
  login: string
  avatarUrl: string | null
  /** Primary address in lower case; null unless GitHub has verified it. */
  email: string | null
}

const read = <T>(schema: z.ZodType<T>, body: unknown) => {
  const { success, data } = schema.safeParse(body)
  if (!success) throw githubProblem('odd')
  return data
}

const Refusal = z.object({ error: z.string() })

const Granted = z.object({ access_token: z.string().regex(/^[\w.~+/=-]{1,500}$/), scope: z.string().catch('') })

type Grant = { token: string; scopes: string[] }

/** GitHub's error codes that blame the sign-in code, not the configuration. */
const faultOfCode = ['bad_verification_code', 'invalid_grant', 'redirect_uri_mismatch']

export type AuthorizationCode = { code: string; verifier?: string; redirectUri?: string }

/** Exchanges a code for an access token. GitHub also sends errors with status 200. */
export const exchangeCode = async (
  github: GitHubConfig,
  { code, verifier, redirectUri }: AuthorizationCode,
): Promise<Grant> => {
  const body = new URLSearchParams({ client_id: github.clientId, client_secret: github.clientSecret, code })
  if (verifier) body.set('code_verifier', verifier)
  if (redirectUri) body.set('redirect_uri', redirectUri)
  const answer = await fetchJson(gitHub, `${github.url}/login/oauth/access_token`, {
    method: 'POST',
    body,
    headers: {},
  })
  const refusal = Refusal.safeParse(answer.body)
  if (refusal.success) throw githubProblem(faultOfCode.includes(refusal.data.error) ? 'code' : 'refused')
  if (answer.status !== 200) throw githubProblem('odd')
  const { access_token, scope } = read(Granted, answer.body)
  return { token: access_token, scopes: scope.split(/[\s,]+/) }
}

const Person = z.object({
  id: z.int().positive(),
  login: z.string().trim().min(1).max(100),
  avatar_url: z
    .url({ protocol: /^https$/ })
    .max(2000)
    .nullable()
    .catch(null),
})

const Emails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))

const fetchApi = (github: GitHubConfig, path: string, token: string) =>
  fetchJson(gitHub, `${github.apiUrl}${path}`, {
    headers: {
      Accept: 'application/vnd.github+json',
      Authorization: `Bearer ${token}`,
      'X-GitHub-Api-Version': '2022-11-28',
    },
  })

const canReadEmails = (scopes: string[]) => scopes.some((scope) => scope === 'user:email' || scope === 'user')

const emailOf = ({ status, body }: ProviderResponse, scopes: string[]) => {
  if ((status === 403 || status === 404) && !canReadEmails(scopes)) return null
  if (status !== 200) throw githubProblem('odd')
  const address = read(Emails, body).find(({ primary, verified }) => primary && verified)?.email
  // The address is not trimmed: that could turn it into another person's address.
  return address?.trim() === address ? (Email.safeParse(address).data ?? null) : null
}

export const fetchPerson = async (github: GitHubConfig, { token, scopes }: Grant): Promise<GitHubPerson> => {
  const [user, emails] = await Promise.all([
    fetchApi(github, '/user', token),
    fetchApi(github, '/user/emails?per_page=100', token),
  ])
  if (user.status !== 200) throw githubProblem('odd')
  const { id, login, avatar_url } = read(Person, user.body)
  return { id, login, avatarUrl: avatar_url, email: emailOf(emails, scopes) }
}

/** Revokes a token at GitHub; ignores failures. */
export const revokeToken = async (github: GitHubConfig, token: string) => {
  await fetchJson(gitHub, `${github.apiUrl}/applications/${encodeURIComponent(github.clientId)}/token`, {
    method: 'DELETE',
    body: JSON.stringify({ access_token: token }),
    headers: {
      Accept: 'application/vnd.github+json',
      Authorization: `Basic ${btoa(`${github.clientId}:${github.clientSecret}`)}`,
      'Content-Type': 'application/json',
    },
  })
}
