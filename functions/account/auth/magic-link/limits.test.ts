import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { cost, origin, request, rows, signedIn } from '../../../../test/support/client'
import { askFor, limitsOn, mailsTo, newEmail, newNetwork, post, postJson, times, wrong } from './testing'

type Headers = Record<string, string>

const ask = (email: string, network: Headers) => postJson('/auth/magic-link', { email }, network, limitsOn)

const verify = (fields: Record<string, string>, network: Headers) =>
  post('/auth/verify', fields, { Origin: origin, ...network }, limitsOn)

const count = (answers: Response[], status: number) => answers.filter((answer) => answer.status === status).length

/** An IPv4 network in front of which nothing else stands. */
const ipv4 = () => ({ 'CF-Connecting-IP': `203.0.113.${crypto.getRandomValues(new Uint8Array(1))[0]}` })

beforeEach(() => env.DB.exec('DELETE FROM rate_limits'))

const mailsOf = async (email: string) => (await mailsTo(email)).length

describe('of links that are asked for at once', () => {
  test('five an hour go to an address from a network; the answer is always the same', async () => {
    const [email, network] = [newEmail(), newNetwork()]
    const answers = await times(15, () => ask(email, network))
    expect(count(answers, 202)).toBe(15)
    for (const answer of answers) {
      expect(await answer.json()).toEqual({ status: 'sent', request_id: expect.stringMatching(/^[0-9a-f]{64}$/) })
    }
    expect(await rows('SELECT token_hash FROM sign_in_tokens WHERE email = ?', email)).toHaveLength(5)
    expect(await mailsOf(email)).toBe(5)
  })

  test('ten an hour go to an address from all networks', async () => {
    const email = newEmail()
    const answers = await times(30, () => ask(email, newNetwork()))
    expect([count(answers, 202), await mailsOf(email)]).toEqual([30, 10])
  })

  test('twenty an hour come from a network, to whatever addresses, or to one', async () => {
    for (const email of [undefined, newEmail()]) {
      const network = newNetwork()
      const answers = await times(50, () => ask(email ?? newEmail(), network))
      expect([count(answers, 202), count(answers, 429)]).toEqual([20, 30])
    }
  })

  test('capitals and spaces make no other address', async () => {
    const [email, network] = [newEmail(), newNetwork()]
    const written = [email, email.toUpperCase(), ` ${email}`, `${email}\n`]
    await times(12, (index) => ask(written[index % 4] ?? email, network))
    expect(await mailsOf(email)).toBe(5)
  })
})

describe('who is locked out by strangers', () => {
  const askByForm = (email: string, network: Headers, cookies = '', again?: '1') =>
    post(
      '/auth/magic-link',
      { email, ...(again && { again }) },
      { Origin: origin, Cookie: cookies, ...network },
      limitsOn,
    )
  const cookiesOf = (answer: Response) =>
    answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ')
  const fill = async (email: string) => {
    for (const _ of Array.from({ length: 10 })) {
      const network = newNetwork()
      await times(5, () => ask(email, network))
    }
  }

  test('is nobody in another network, while few networks ask', async () => {
    const [email, network] = [newEmail(), newNetwork()]
    await times(20, () => ask(email, network))
    await askByForm(email, newNetwork())
    expect(await mailsOf(email)).toBe(6)
  })

  test('is nobody with a new browser, where two networks ask as often as they may', async () => {
    const email = newEmail()
    for (const network of [newNetwork(), newNetwork()]) await times(20, () => ask(email, network))
    const before = await mailsOf(email)
    await askByForm(email, newNetwork())
    expect(await mailsOf(email)).toBe(before + 1)
  })

  test('is no browser that signed in by mail before, also after it signed out, and from the network of strangers', async () => {
    const [email, network] = [newEmail(), newNetwork()]
    const asked = await askByForm(email, newNetwork())
    const code = /^Code: (\d{6})$/m.exec((await mailsTo(email))[0]?.text ?? '')?.[1] ?? ''
    const headers = { Origin: origin, Cookie: cookiesOf(asked) }
    const entered = await post('/auth/verify', { email, code }, headers, limitsOn)
    expect(entered.status).toBe(303)
    const left = await post('/auth/sign-out', {}, { Origin: origin, Cookie: cookiesOf(entered) })
    expect(cookiesOf(left)).not.toContain('known=')
    const known = /known=[0-9a-f]{64}/.exec(cookiesOf(entered))?.[0] ?? ''
    await fill(email)
    await times(30, () => ask(newEmail(), network))
    const before = await mailsOf(email)
    for (const _ of Array.from({ length: 7 })) {
      expect((await askByForm(email, network, known)).status).toBe(303)
    }
    expect(await mailsOf(email)).toBe(before + 5)
    const other = newEmail()
    await fill(other)
    const mails = await mailsOf(other)
    await askByForm(other, newNetwork(), known)
    expect(await mailsOf(other)).toBe(mails)
  })

  test('is no browser whose session is or was of that address', async () => {
    const { userId, cookie } = await signedIn()
    const email = `${userId}@example.com`
    await fill(email)
    const before = await mailsOf(email)
    await rows('DELETE FROM web_sessions WHERE user_id = ?', userId)
    await askByForm(email, newNetwork(), (await signedIn()).cookie)
    expect(await mailsOf(email)).toBe(before)
    await askByForm(email, newNetwork(), cookie)
    expect(await mailsOf(email)).toBe(before + 1)
  })

  test('reads the same page, and that an earlier link works only in the browser that has one, while it does', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const start = Date.now()
    const email = newEmail()
    const mine = cookiesOf(await askByForm(email, newNetwork()))
    await fill(email)
    const said = async (cookies: string) => {
      const answer = await askByForm(email, newNetwork(), cookies, '1')
      expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/auth/check-mail'])
      const set = cookiesOf(answer)
      const page = await request('/auth/check-mail', { headers: { Cookie: set } })
      return { page: await page.text(), cookies: set }
    }
    const earlier = 'The email sent earlier still works'
    expect((await said(mine)).page).toContain(earlier)
    const stranger = await said('')
    expect(stranger.page).not.toContain(earlier)
    const sent = newEmail()
    const answered = await askByForm(sent, newNetwork(), '', '1')
    const normal = await request('/auth/check-mail', { headers: { Cookie: cookiesOf(answered) } })
    const withoutAddress = (page: string, address: string) =>
      page.replaceAll(address, '').replaceAll(encodeURIComponent(address), '')
    expect(withoutAddress(stranger.page, email)).toBe(withoutAddress(await normal.text(), sent))
    vi.setSystemTime(start + 15 * 60 * 1000)
    expect((await said(mine)).page).not.toContain(earlier)
  })
})

test('who asked too often is told when to try again, on a page and in JSON', async () => {
  const network = newNetwork()
  await times(20, () => ask(newEmail(), network))
  const problem = await ask(newEmail(), network)
  expect(problem.status).toBe(429)
  expect(problem.headers.get('Content-Type')).toBe('application/problem+json')
  expect(await problem.json()).toMatchObject({ code: 'rate_limited', status: 429 })
  const seconds = Number(problem.headers.get('Retry-After'))
  expect(seconds).toBeGreaterThan(3590)
  expect(seconds).toBeLessThanOrEqual(3600)
  expect(problem.headers.get('RateLimit')).toBe(`"magic-links";r=0;t=${seconds}`)

  const page = await post('/auth/magic-link', { email: newEmail() }, { Origin: origin, ...network }, limitsOn)
  expect([page.status, page.headers.get('Retry-After')]).toEqual([429, expect.stringMatching(/^\d+$/)])
  expect(await page.text()).toMatch(/Too many sign-in links requested from your network\. Try again in \d+ minutes/)
})

test('the hour begins with the first link, and ends to the second', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const start = Date.now()
  const [email, network] = [newEmail(), newNetwork()]
  await ask(email, network)
  vi.setSystemTime(start + 59 * 60 * 1000)
  await times(4, () => ask(email, network))
  vi.setSystemTime(start + 60 * 60 * 1000 - 1)
  await ask(email, network)
  expect(await mailsOf(email)).toBe(5)
  vi.setSystemTime(start + 60 * 60 * 1000)
  // The first of an hour, and four more, count by hours of their own.
  await times(14, () => ask(email, network))
  expect(await mailsOf(email)).toBe(6)
  vi.setSystemTime(start + 120 * 60 * 1000)
  await times(14, () => ask(email, network))
  expect(await mailsOf(email)).toBe(11)
})

describe('a network', () => {
  test.each([
    ['2001:db8:1:2::1', '2001:0db8:0001:0002:ffff:eeee:dddd:cccc', '2001:db8:1:3::1'],
    ['198.51.100.7', '::ffff:198.51.100.7', '198.51.100.8'],
    ['::1', '::1', '198.51.100.7'],
  ])('of %s is that of %s, and another than that of %s', async (one, same, other) => {
    const from = (address: string) => ask(newEmail(), { 'CF-Connecting-IP': address })
    await times(20, (index) => from(index % 2 ? one : same))
    expect([(await from(one)).status, (await from(other)).status]).toEqual([429, 202])
  })

  test('is kept as nothing that could be read back, and so is an address', async () => {
    const email = newEmail()
    await ask(email, { 'CF-Connecting-IP': '198.51.100.7' })
    const kept = JSON.stringify(await rows('SELECT key, count, resets_at FROM rate_limits'))
    expect(kept).toContain('"count":1')
    for (const secret of [email, '198.51.100']) expect(kept).not.toContain(secret)
  })

  test('is not believed from any other header', async () => {
    const answers = await times(30, (index) =>
      ask(newEmail(), { 'CF-Connecting-IP': '198.51.100.7', 'X-Forwarded-For': `10.0.0.${index}`, 'X-Real-IP': 'x' }),
    )
    expect(count(answers, 202)).toBe(20)
  })
})

describe('failures to sign in', () => {
  test('stop a network after 100 in an hour, right or wrong, and no other', async () => {
    const network = ipv4()
    const email = newEmail()
    const { token, code, request_id } = await askFor(email)
    const guesses: Record<string, string>[] = [
      { token: 'x' },
      { email: newEmail(), code: '123456' },
      { email, code: wrong(code), request_id },
    ]
    const answers = await times(120, (index) =>
      index % 4 === 3
        ? postJson('/auth/token', { token: 'x' }, network, limitsOn)
        : verify(guesses[index % 4] ?? {}, network),
    )
    expect([count(answers, 429), answers.length - count(answers, 429)]).toEqual([20, 100])

    const stopped = await verify({ token }, network)
    expect([stopped.status, stopped.headers.has('Retry-After')]).toEqual([429, true])
    expect((await postJson('/auth/token', { token }, network, limitsOn)).status).toBe(429)
    expect((await verify({ token }, newNetwork())).status).toBe(303)
  })

  test('do not count what gets in, nor what can be no code', async () => {
    const network = newNetwork()
    await times(99, () => verify({ token: 'x' }, network))
    for (const _ of [1, 2, 3]) {
      const { token } = await askFor(newEmail())
      expect((await verify({ token }, network)).status).toBe(303)
      expect((await verify({ email: newEmail(), code: '12a' }, network)).status).toBe(422)
      expect((await verify({}, network)).status).toBe(422)
    }
    expect((await verify({ token: 'x' }, network)).status).toBe(410)
    expect((await verify({ token: 'x' }, network)).status).toBe(429)
  })
})

test('an address that has an account is answered as one that has none, after the same work', async () => {
  const known = newEmail()
  await post('/auth/verify', { token: (await askFor(known)).token })
  const shown = async (email: string, how: typeof post) => {
    const answer = await how('/auth/magic-link', { email }, { Origin: origin, ...newNetwork() }, limitsOn)
    const headers = [...answer.headers]
      .filter(([name]) => !/^(x-request-id|server-timing|location)$/.test(name))
      .map(([name, value]) => [
        name,
        value.replace(/links=[0-9a-f]{64}/, 'links=that of the link').replace(encodeURIComponent(email), 'them'),
      ])
    const location = answer.headers.get('Location')
    return {
      status: answer.status,
      body: (await answer.text()).replace(/[0-9a-f]{64}/, 'its id'),
      headers,
      location,
      cost: cost(answer),
    }
  }
  for (const how of [post, postJson]) {
    const unknown = await shown(newEmail(), how)
    expect(unknown.cost.statements).toBeGreaterThan(0)
    expect(await shown(known, how)).toEqual(unknown)
  }
})
