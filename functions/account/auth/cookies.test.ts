import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { signedIn } from '../../../test/support/client'
import { app } from '../../app'
import { withGitHub } from './github/testing'
import { mailsTo, newEmail } from './magic-link/testing'

const host = 'https://daymark.example'

const ask = async (path: string, init: RequestInit = {}, bindings: object = env) => {
  const context = createExecutionContext()
  const answer = await app.request(`${host}${path}`, init, bindings, context)
  await waitOnExecutionContext(context)
  return answer
}

const send = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  ask(path, { method: 'POST', headers: { Origin: host, ...headers }, body: new URLSearchParams(fields) })

test('over https every cookie has the prefix that binds it to this host', async () => {
  const email = newEmail()
  const { cookie } = await signedIn()
  const Cookie = cookie.replace('session=', '__Host-session=')
  const page = { headers: { 'Sec-Fetch-Dest': 'document' } }
  const asked = await send('/auth/magic-link', { email, again: '1' })
  const code = /^Code: (\d{6})$/m.exec((await mailsTo(email))[0]?.text ?? '')?.[1] ?? ''
  const links = asked.headers.getSetCookie().map((one) => one.split(';')[0])
  const answers = [
    asked,
    await send('/auth/verify', { email, code }, { Cookie: links.join('; ') }),
    await ask('/sign-in', page),
    await ask('/auth/github', {}, withGitHub),
    await send('/context', { org: 'none' }, { Cookie }),
    await send('/welcome/hide', {}, { Cookie }),
    await send('/auth/sign-out', {}, { Cookie }),
  ]
  const set = answers.flatMap(({ headers }) => headers.getSetCookie())
  const names = ['flash', 'github', 'links', 'session', 'style']
  expect(set.map((one) => one.split('=')[0])).toEqual(expect.arrayContaining(names.map((name) => `__Host-${name}`)))
  for (const one of set) expect(one).toMatch(/^__Host-[a-z-]+=[^;]*; Max-Age=\d+; Path=\/; (HttpOnly; )?Secure/)
})
