import { Hono } from 'hono'
import { z } from 'zod'
import { invalidProblem, requireJson } from '../../../lib/api/request'
import type { App } from '../../../lib/env'
import { issueMembers, ProblemError } from '../../../lib/http/problem'
import { readCredentials } from '../bearer'
import { signInExtension } from '../programs/issue'
import { deviceName } from '../start-session'
import { browserSignIn } from './browser'
import { githubConfig } from './config'
import { identify, signInFromGitHub } from './sign-in'

const text = (most: number, wrong: string) => z.string(wrong).min(1, wrong).max(most, wrong)

/** Request body of the extension, with the member names that it sends; other members are ignored. */
const ExtensionForm = z.object({
  code: text(1000, 'Enter the code from GitHub'),
  codeVerifier: text(128, 'Enter the code verifier as text').nullish(),
  redirectUri: z.url('Enter a URL').max(2000, 'Enter a URL').nullish(),
})

const extensionSignIn = new Hono<App>().post('/callback', requireJson, async (c) => {
  const { success, data, error } = ExtensionForm.safeParse(await readCredentials(c))
  if (!success) throw new ProblemError(invalidProblem(issueMembers(error)))
  const { code, codeVerifier, redirectUri } = data
  const identity = await identify(c, {
    code,
    verifier: codeVerifier ?? undefined,
    redirectUri: redirectUri ?? undefined,
  })
  const account = await signInFromGitHub(c, identity, { time_zone: null, clock: null })
  const { id, login, avatarUrl } = identity.person
  const device = deviceName(c.req.header('User-Agent'))
  const token = await signInExtension(c.env, account.id, { github_user_id: id }, device, Date.now())
  const user = { user_id: id, github_username: login, github_avatar_url: avatarUrl, email: account.email }
  return c.json({ token, user })
})

/** Routes of GitHub sign-in; 404 if GitHub is not configured. */
export const github = new Hono<App>()
  .use(async (c, next) => {
    githubConfig(c.env)
    await next()
  })
  .route('/', browserSignIn)
  .route('/', extensionSignIn)
