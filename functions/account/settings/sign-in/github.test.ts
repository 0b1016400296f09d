import { env } from 'cloudflare:workers'
import { decodeJwt } from 'jose'
import { describe, expect, test, vi } from 'vitest'
import { type Client, origin, request, rows, signedIn } from '../../../../test/support/client'
import type { Octocat } from '../../../../test/support/github'
import { unlinkGitHub } from '../../auth/github/accounts'
import {
  begin,
  comeBack,
  cookieOf,
  extensionSignsIn,
  newOctocat,
  stubGitHub,
  throughGitHub,
  withGitHub,
} from '../../auth/github/testing'

const github = stubGitHub()

const link = (client: Client, octocat: Octocat) => throughGitHub(github, octocat, { query: '?link=1', client })

const linkedTo = async (userId: string) =>
  (await rows<{ github_user_id: number | null }>('SELECT github_user_id FROM users WHERE id = ?', userId))[0]
    ?.github_user_id

const page = async (client: Pick<Client, 'cookie'>, bindings: object = withGitHub) =>
  (await request('/settings/sign-in', { headers: { Cookie: client.cookie } }, bindings)).text()

const unlink = (client: Pick<Client, 'cookie'>, headers: Record<string, string> = {}, bindings: object = withGitHub) =>
  request(
    '/settings/sign-in/github/unlink',
    { method: 'POST', headers: { Cookie: client.cookie, Origin: origin, ...headers } },
    bindings,
  )

const part = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }

describe('connecting GitHub', () => {
  test('from the settings, and back there', async () => {
    const client = await signedIn()
    expect(await page(client)).toContain('href="/auth/github?link=1"')
    const octocat = newOctocat({ login: '<b>octocat</b>' })
    const answer = await link(client, octocat)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/settings/sign-in#github'])
    expect(cookieOf(answer, 'session')).toBeUndefined()
    expect(await linkedTo(client.userId)).toBe(octocat.id)
    const shown = await page(client)
    expect(shown).toContain('<bdi>@&lt;b&gt;octocat&lt;/b&gt;</bdi>')
    expect(shown).not.toContain('/auth/github?link=1')
    expect((await throughGitHub(github, octocat)).status).toBe(303)
  })

  test('is not offered where GitHub is not set up', async () => {
    expect(await page(await signedIn(), env)).not.toContain('GitHub</h2>')
  })

  test.each([
    ['another site', { 'Sec-Fetch-Site': 'cross-site', Referer: `${origin}/settings` }],
    ['another host of ours', { 'Sec-Fetch-Site': 'same-site' }],
    ['an address that was typed', { 'Sec-Fetch-Site': 'none' }],
    ['an old browser on another site', { Referer: 'https://evil.example/settings' }],
    ['nowhere', {}],
  ])('is not begun from %s', async (_, headers) => {
    const { cookie } = await signedIn()
    const answer = await request('/auth/github?link=1', { headers: { Cookie: cookie, ...headers } }, withGitHub)
    expect([answer.status, cookieOf(answer, 'github')]).toEqual([403, undefined])
  })

  test('is begun from a page of ours in an old browser', async () => {
    const { cookie } = await signedIn()
    const headers = { Cookie: cookie, Referer: `${origin}/settings/sign-in` }
    const answer = await request('/auth/github?link=1', { headers }, withGitHub)
    expect(answer.headers.get('Location')).toContain('https://github.example/')
  })

  test('needs somebody signed in, at the beginning and at the end', async () => {
    const { answer } = await begin({ query: '?link=1' })
    expect(answer.headers.get('Location')).toBe('/sign-in?next=%2Fsettings%2Fsign-in')

    const [client, other] = [await signedIn(), await signedIn()]
    for (const cookie of ['', other.cookie]) {
      const { flow, consent } = await begin({ query: '?link=1', client })
      const octocat = newOctocat()
      const code = github.grant(octocat, consent ?? undefined)
      const state = consent?.searchParams.get('state') ?? ''
      const back = await comeBack({ code, state }, `github=${flow}; ${cookie}`)
      expect(back.status).toBe(409)
      expect(await back.text()).toContain('Someone else is signed in now')
      expect(await rows('SELECT 1 FROM users WHERE github_user_id = ?', octocat.id)).toEqual([])
    }
  })

  test('does not take what is another’s, nor replace what is there', async () => {
    const [client, other] = [await signedIn(), await signedIn()]
    const [theirs, mine] = [newOctocat(), newOctocat()]
    await link(other, theirs)
    const taken = await link(client, theirs)
    expect([taken.status, await linkedTo(client.userId), await linkedTo(other.userId)]).toEqual([409, null, theirs.id])
    expect(await taken.text()).toContain('href="/settings/sign-in"')
    expect((await link(client, mine)).status).toBe(303)
    expect([(await link(client, newOctocat())).status, await linkedTo(client.userId)]).toEqual([409, mine.id])
    expect((await link(client, { ...mine, login: 'renamed' })).status).toBe(303)
  })
})

describe('removing it', () => {
  test('keeps the account, ends the extension’s sessions and its token, here and at GitHub', async () => {
    const client = await signedIn()
    const octocat = newOctocat()
    await link(client, octocat)
    const { token } = await (await extensionSignsIn({ code: github.grant(octocat) })).json<{ token: string }>()
    expect(decodeJwt(token).sub).toBe(client.userId)
    const { seq = 0 } = (await client.heads()) ?? {}

    const answer = await unlink(client)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/settings/sign-in#github'])
    expect(await linkedTo(client.userId)).toBeNull()
    expect((await request('/api/v1/me', { headers: { Authorization: `Bearer ${token}` } })).status).toBe(401)
    expect(await env.KV.get(`github-token:${client.userId}`)).toBeNull()
    expect(github.revoked).toEqual([expect.stringMatching(/^gho_/)])
    expect((await client.heads())?.seq).toBe(seq + 1)
    expect((await client.get('/')).status).toBe(200)
    const me = await client.json('GET', '/api/v1/me')
    expect(await me.json()).toMatchObject({ github_username: null, avatar_url: null, username: 'Robin' })
  })

  test('holds also when GitHub can’t be reached', async () => {
    const client = await signedIn()
    await link(client, newOctocat())
    vi.mocked(fetch).mockRejectedValue(new TypeError('The connection was refused'))
    expect((await unlink(client)).status).toBe(303)
    expect([await linkedTo(client.userId), await env.KV.get(`github-token:${client.userId}`)]).toEqual([null, null])
  })

  test('the end of the account ends it at GitHub, too', async () => {
    const client = await signedIn()
    await link(client, newOctocat())
    const headers = { Cookie: client.cookie, Origin: origin, 'Content-Type': 'application/json' }
    const body = JSON.stringify({ confirm: `${client.userId}@example.com` })
    expect((await request('/api/v1/me', { method: 'DELETE', headers, body }, withGitHub)).status).toBe(204)
    expect(github.revoked).toEqual([expect.stringMatching(/^gho_/)])
    expect(await env.KV.get(`github-token:${client.userId}`)).toBeNull()
  })

  test('htmx gets the section as it is now', async () => {
    const client = await signedIn()
    await link(client, newOctocat())
    const html = await (await unlink(client, part)).text()
    expect(html).toMatch(/^<section class="section" id="github"/)
    expect(html).toContain('Connect GitHub')
    expect(html).toContain('GitHub is disconnected')
  })

  test('what is not there is not removed', async () => {
    const client = await signedIn()
    const before = await client.heads()
    expect((await unlink(client)).status).toBe(303)
    expect(await client.heads()).toEqual(before)
  })

  test.each([
    ['no address', null, null, 'the account has no email address'],
    ['an address that no mail has proven', 'unproven', null, 'use an email link once'],
  ])('never the last way in, with %s', async (_, email, proven, why) => {
    const client = await signedIn()
    const octocat = newOctocat()
    await link(client, octocat)
    const address = email && `${email}-${client.userId}@example.com`
    await rows('UPDATE users SET email = ?, email_proven_at = ? WHERE id = ?', address, proven, client.userId)
    const shown = await page(client)
    expect(shown).toContain(why)
    expect(shown).not.toContain('/settings/sign-in/github/unlink')
    for (const headers of [{}, part]) {
      const answer = await unlink(client, headers)
      expect(answer.status).toBe(409)
      expect(await answer.text()).toContain('only way to sign in')
    }
    expect(await unlinkGitHub(env.DB, client.userId, 1)).toBe(false)
    expect(await linkedTo(client.userId)).toBe(octocat.id)
    expect(await env.KV.get(`github-token:${client.userId}`)).not.toBeNull()
  })

  test('never where no mail is sent', async () => {
    const client = await signedIn()
    await link(client, newOctocat())
    const silent = { ...withGitHub, MAIL_PROVIDER: 'none' }
    expect(await page(client, silent)).toContain('email isn’t set up here')
    expect((await unlink(client, {}, silent)).status).toBe(409)
    expect(await linkedTo(client.userId)).not.toBeNull()
  })
})
