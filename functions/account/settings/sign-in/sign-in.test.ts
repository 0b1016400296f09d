import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Client, origin, request, rows, signedIn } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { words } from '../../../time/sessions/testing'
import { makeApiToken } from '../../auth/programs/issue'
import { endOtherDevices } from './api'
import { anotherBrowser, anotherProgram, bindings, expiredSince } from './testing'

const page = '/settings/sign-in'
const api = '/api/v1/me/devices'

type Listed = { id: string; kind: string; device: string; current: boolean }
type Shown = { cookie: string } | { jwt: string }

const headersOf = (shown: Shown): Record<string, string> =>
  'jwt' in shown ? { Authorization: `Bearer ${shown.jwt}` } : { Cookie: shown.cookie, Origin: origin }

const ask = (shown: Shown, path: string, method = 'GET', body?: BodyInit) =>
  request(path, { method, headers: headersOf(shown), body }, bindings)

/** True while a cookie or a JWT still signs its bearer in. */
const stands = async (shown: Shown) => {
  const { status } = await ask(shown, '/api/v1/me')
  expect([200, 401]).toContain(status)
  return status === 200
}

const listed = async (shown: Shown) => (await ask(shown, api)).json<{ items: Listed[] }>()
const here = async (client: Client) => (await listed(client)).items.find(({ current }) => current)?.id ?? ''

describe('the page', () => {
  test('shows browsers, programs and the extension, this browser first', async () => {
    const client = await signedIn({ time_zone: 'Asia/Tokyo' })
    await anotherBrowser(client.userId, 'Firefox on Linux', Date.now() + 1000)
    await anotherProgram(client.userId, 'curl on macOS')
    await anotherBrowser(client.userId, 'Safari on iOS', Date.parse('2026-03-12T20:00:00Z'))
    await rows('UPDATE web_sessions SET expires_at = 1e15 WHERE user_id = ?', client.userId)
    const html = await (await client.get(page)).text()
    const found = words(html)
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(found).toContain(`${client.userId}@example.com`)
    expect(found).toMatch(
      /This browser a test · signed in.*Firefox on Linux used in the last hour.*curl on macOS Program/,
    )
    expect(found).toMatch(/Safari on iOS used 13 March( 2026)? · signed in 13 March( 2026)?, 05:00/)
    expect(html).toContain('href="/settings/tokens"')
  })

  test('never shows what has expired', async () => {
    const client = await signedIn()
    await anotherBrowser(client.userId, 'Opera on Windows', expiredSince())
    const html = await (await client.get(page)).text()
    expect(html).not.toContain('Opera on Windows')
    expect(html).not.toContain('Sign out all others')
    expect((await listed(client)).items).toHaveLength(1)
  })
})

describe('ending one', () => {
  test.each([false, true])('signs that browser out at once, and no other (part: %s)', async (part) => {
    const client = await signedIn()
    const other = await anotherBrowser(client.userId, 'Firefox on Linux')
    const third = await anotherBrowser(client.userId)
    const answer = await client.post(`${page}/devices/${other.id}/end`, {}, { part })
    expect(answer.status).toBe(part ? 200 : 303)
    if (part) {
      const html = await answer.text()
      expect(html).toMatch(/^<section class="section" id="devices"/)
      expect(html).toContain('Signed out Firefox on Linux')
    }
    expect([await stands(other), await stands(third), await stands(client)]).toEqual([false, true, true])
    const again = await client.post(`${page}/devices/${other.id}/end`, {}, { part })
    expect(again.status).toBe(404)
    expect(await again.text()).toContain('That device isn’t signed in')
  })

  test('of this browser is signing out', async () => {
    for (const part of [false, true]) {
      const client = await signedIn()
      const answer = await client.post(`${page}/devices/${await here(client)}/end`, {}, { part })
      expect(answer.headers.get(part ? 'HX-Redirect' : 'Location')).toBe('/sign-in')
      expect(answer.status).toBe(part ? 204 : 303)
      expect(answer.headers.get('Set-Cookie')).toMatch(/^session=; Max-Age=0/)
      expect(await stands(client)).toBe(false)
    }
  })
})

describe('the API', () => {
  test('lists all, and says which one asks', async () => {
    const client = await signedIn()
    const program = await anotherProgram(client.userId)
    const { items } = await listed(program)
    expect(items.filter(({ current }) => current)).toMatchObject([
      { id: program.id, kind: 'program', device: 'curl on Linux' },
    ])
    expect(items.map(({ id }) => id).sort()).toEqual([program.id, await here(client)].sort())
  })

  test('a program signs itself out, and all others', async () => {
    const client = await signedIn()
    const [one, two] = [await anotherProgram(client.userId), await anotherProgram(client.userId)]
    expect((await ask(one, api, 'DELETE')).status).toBe(204)
    expect([await stands(one), await stands(two), await stands(client)]).toEqual([true, false, false])
    expect((await ask(one, `${api}/${one.id}`, 'DELETE')).status).toBe(204)
    expect(await stands(one)).toBe(false)
  })
})

describe('ending all others', () => {
  test('leaves this browser, and tokens, and other people alone', async () => {
    const [client, other] = [await signedIn(), await signedIn()]
    await anotherBrowser(client.userId)
    const made = { name: 'A script', scopes: ['read' as const], expiresAt: null }
    const { token } = await makeApiToken(bindings, client.userId, made, Date.now())
    const before = (await client.heads())?.stats_seq
    const answer = await client.post(`${page}/devices/end-others`, { sure: 'others' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${page}#devices`])
    expect((await listed(client)).items).toHaveLength(1)
    expect([await stands(client), await stands(other), await stands({ jwt: token })]).toEqual([true, true, true])
    expect((await client.heads())?.stats_seq).toBe(before)
  })

  test('revokes tokens where that is ticked, of nobody else', async () => {
    const [client, other] = [await signedIn(), await signedIn()]
    const made = { name: 'A script', scopes: ['read' as const], expiresAt: null }
    const make = async ({ userId }: Client) => ({ jwt: (await makeApiToken(bindings, userId, made, Date.now())).token })
    const [own, others] = [await make(client), await make(other)]
    const ends = `${page}/devices/end-others`
    expect(words(await (await client.get(ends)).text())).toContain('Also revoke 1 API token')
    await client.post(ends, { sure: 'others' })
    expect(await stands(own)).toBe(true)
    const done = await client.post(ends, { sure: 'others', tokens: 'on' })
    expect(done.headers.getSetCookie().join()).toContain('revoked')
    expect([await stands(own), await stands(others), await stands(client)]).toEqual([false, true, true])
    expect(await (await client.get(ends)).text()).not.toContain('revoke')
  })

  test('of any devices that do it at once, exactly one stands, and it is one of them', async () => {
    const bystander = await signedIn()
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 3 }),
        fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }),
        async (browsers, programs, picked) => {
          const { userId, cookie } = await signedIn()
          const all: Shown[] = [{ cookie }]
          for (let n = 1; n < browsers; n += 1) all.push(await anotherBrowser(userId))
          for (let n = 0; n < programs; n += 1) all.push(await anotherProgram(userId))
          const asking = [...new Set(picked.map((n) => n % all.length))]
          const answers = await Promise.all(
            asking.map((n) => {
              const shown = all[n] ?? { cookie }
              return 'jwt' in shown
                ? ask(shown, api, 'DELETE')
                : ask(shown, `${page}/devices/end-others`, 'POST', new URLSearchParams({ sure: 'others' }))
            }),
          )
          const left: number[] = []
          for (const [n, shown] of all.entries()) if (await stands(shown)) left.push(n)
          expect(left).toHaveLength(1)
          expect(asking).toContain(left[0])
          const done = answers.map(
            ({ status, headers }) => [204, 303].includes(status) && !headers.get('Location')?.startsWith('/sign-in'),
          )
          expect(asking.filter((_, n) => done[n])).toContain(left[0])
          expect(
            await rows(
              'SELECT 1 FROM web_sessions WHERE user_id = ?1 UNION ALL SELECT 1 FROM program_sessions WHERE user_id = ?1',
              userId,
            ),
          ).toHaveLength(1)
        },
      ),
      { numRuns: runs(15) },
    )
    expect(await stands(bystander)).toBe(true)
  })

  test('asked by one that was ended a moment before ends nothing', async () => {
    const client = await signedIn()
    const other = await anotherBrowser(client.userId)
    await client.post(`${page}/devices/${other.id}/end`)
    expect(await endOtherDevices(env.DB, client.userId, other.id, Date.now())).toBe(false)
    expect(await stands(client)).toBe(true)
  })
})
