import { describe, expect, test } from 'vitest'
import { origin, request, rows, signedIn } from '../../../../test/support/client'
import { askFor, mailsTo, newEmail, post, postJson } from './testing'

const linux = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

const tokenIn = (html: string) => /daymark_pat_[0-9a-f]{64}/.exec(html)?.[0] ?? ''

const tokensOf = (email: string) =>
  rows<{ name: string; scopes: string; created_at: number; expires_at: number }>(
    `SELECT api_tokens.name, scopes, api_tokens.created_at, expires_at
     FROM api_tokens JOIN users ON users.id = user_id
     WHERE email = ?`,
    email,
  )

const holderOf = async (token: string) => {
  const answer = await request('/api/v1/me', { headers: { Authorization: `Bearer ${token}` } })
  return [answer.status, (await answer.json<{ email?: string }>()).email]
}

describe('a link that a command line asked for', () => {
  test('says so, in the mail and on its page, and of what device', async () => {
    const email = newEmail()
    await postJson('/auth/magic-link', { email, client: 'cli' }, { 'User-Agent': linux })
    const [mail] = await mailsTo(email)
    for (const part of [mail?.text, mail?.html]) {
      expect(part).toContain('A command-line program wants to sign in')
      expect(part).toContain('Firefox on Linux')
      expect(part).toContain('Never share the token or the code')
    }
    const path = /http:\/\/localhost(\/auth\/verify\S+)/.exec(mail?.text ?? '')?.[1] ?? ''
    const page = await (await request(path)).text()
    expect(page).toContain('A command-line program wants to sign in')
    expect(page).toContain('Show the token')
    expect(await tokensOf(email)).toEqual([])
  })

  test('shows a token of 90 days once, which works, and leaves whoever is signed in to the browser', async () => {
    const [email, other] = [newEmail(), await signedIn()]
    const { token: link } = await askFor(email, { client: 'cli', next: '/goals' })
    const page = await post('/auth/verify', { token: link }, { Origin: origin, Cookie: other.cookie })
    expect([page.status, page.headers.has('Set-Cookie')]).toEqual([200, false])
    expect((await other.get('/api/v1/me')).status).toBe(200)
    const html = await page.text()
    expect(html).toContain('href="/settings/tokens"')
    expect(await holderOf(tokenIn(html))).toEqual([200, email])

    const [kept, ...more] = await tokensOf(email)
    expect(more).toEqual([])
    expect(kept?.name).toMatch(/^Command line, /)
    expect(JSON.parse(kept?.scopes ?? '')).toEqual(['read', 'write', 'usage', 'sync'])
    expect((kept?.expires_at ?? 0) - (kept?.created_at ?? 0)).toBe(90 * 24 * 60 * 60 * 1000)

    const again = await post('/auth/verify', { token: link })
    expect([again.status, tokenIn(await again.text())]).toEqual([410, ''])
    expect(await tokensOf(email)).toHaveLength(1)
  })

  test('gives a program the token as JSON', async () => {
    const email = newEmail()
    const { token: link } = await askFor(email, { client: 'cli' })
    const answer = await postJson('/auth/verify', { token: link })
    const given = await answer.json<{ token: string; expires_at: string }>()
    expect([answer.status, given]).toEqual([
      200,
      { token: tokenIn(given.token), token_type: 'Bearer', expires_at: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/) },
    ])
    const [kept] = await tokensOf(email)
    expect(Date.parse(given.expires_at)).toBe(kept?.expires_at)
    expect(await holderOf(given.token)).toEqual([200, email])
  })

  test('has a code that lets the program in by itself', async () => {
    const email = newEmail()
    const { code } = await askFor(email, { client: 'cli' })
    const answer = await postJson('/auth/token', { email, code })
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ token_type: 'Bearer' })])
    expect(await tokensOf(email)).toEqual([])
  })
})
