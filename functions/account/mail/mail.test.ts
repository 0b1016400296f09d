import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { anyCharacter } from '../../../test/support/characters'
import { origin, request, rows } from '../../../test/support/client'
import { newEmail, post, postJson } from '../auth/magic-link/testing'
import { canMail, mailgunRequest, mailSettings } from './send'

const resend = { MAIL_PROVIDER: 'resend', MAIL_FROM: 'Daymark <hello@daymark.example>', MAIL_API_KEY: 're_secret' }
const mailgun = { ...resend, MAIL_PROVIDER: 'mailgun', MAIL_API_KEY: 'mg-secret' }
const production = {
  ...env,
  ENVIRONMENT: 'production',
  JWT_SECRET: 'x'.repeat(32),
  MAIL_PROVIDER: '',
  PUBLIC_URL: 'https://daymark.example',
}

type Sent = { url: string; method: string; redirect: string; headers: Headers; body: string }
type Answer = number | Error | 'silence'

const sent: Sent[] = []
const logged: string[] = []

/** A provider that answers the tries in turn: with a status, with a network error, or never. */
const provider = (...answers: Answer[]) =>
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const asked = new Request(input, init)
    const body = new TextDecoder().decode(await asked.arrayBuffer())
    const { url, method, redirect, headers } = asked
    sent.push({ url, method, redirect, headers, body })
    const answer = answers.shift() ?? 200
    if (answer instanceof Error) throw answer
    if (answer !== 'silence') return new Response('{"id":"1"}', { status: answer })
    return new Promise((_, fail) => {
      init?.signal?.addEventListener('abort', () => fail(init.signal?.reason))
    })
  })

beforeEach(() => {
  sent.length = 0
  logged.length = 0
  vi.spyOn(scheduler, 'wait').mockResolvedValue()
  vi.spyOn(console, 'error').mockImplementation((line: string) => logged.push(line))
})
afterEach(() => {
  vi.restoreAllMocks()
})

const ask = (email: string, settings: object) =>
  postJson('/auth/magic-link', { email }, {}, { ...env, ...resend, ...settings })

describe('a mail goes out', () => {
  test('by Resend, as JSON, with a key for repeats', async () => {
    provider()
    const email = newEmail()
    expect((await ask(email, {})).status).toBe(202)
    expect((await ask(email, { MAIL_API_URL: 'https://mail.example/base/' })).status).toBe(202)
    const [mail, other] = sent
    expect(mail).toMatchObject({ url: 'https://api.resend.com/emails', method: 'POST' })
    expect(mail?.headers.get('User-Agent')).toBe('Daymark')
    expect(mail?.headers.get('Authorization')).toBe('Bearer re_secret')
    expect(mail?.headers.get('Content-Type')).toBe('application/json')
    expect(mail?.headers.get('Idempotency-Key')).toMatch(/^[\w-]{36}$/)
    expect(other?.headers.get('Idempotency-Key')).not.toBe(mail?.headers.get('Idempotency-Key'))
    expect(other?.url).toBe('https://mail.example/base/emails')
    expect(JSON.parse(mail?.body ?? '')).toEqual({
      from: 'Daymark <hello@daymark.example>',
      to: [email],
      subject: expect.stringMatching(/^Sign in to Daymark: \d{6}$/),
      text: expect.stringMatching(/^http:\/\/localhost\/auth\/verify\?token=\S{43}$/m),
      html: expect.stringContaining('<h1'),
    })
    expect(await rows('SELECT number FROM outbox WHERE recipient = ?', email)).toEqual([])
  })

  test('by Mailgun, as a form for the domain of the sender, its links left as they are', async () => {
    provider()
    const email = newEmail()
    expect((await ask(email, mailgun)).status).toBe(202)
    expect((await ask(email, { ...mailgun, MAIL_API_URL: 'https://api.eu.mailgun.net' })).status).toBe(202)
    const [mail, other] = sent
    expect(mail).toMatchObject({ url: 'https://api.mailgun.net/v3/daymark.example/messages', method: 'POST' })
    expect(other?.url).toBe('https://api.eu.mailgun.net/v3/daymark.example/messages')
    expect(mail?.headers.get('Authorization')).toBe(`Basic ${btoa('api:mg-secret')}`)
    expect(mail?.headers.get('User-Agent')).toBe('Daymark')
    expect(mail?.headers.get('Content-Type')).toContain('application/x-www-form-urlencoded')
    const fields = Object.fromEntries(new URLSearchParams(mail?.body))
    expect(fields).toEqual({
      from: 'Daymark <hello@daymark.example>',
      to: email,
      subject: expect.stringMatching(/^Sign in to Daymark: \d{6}$/),
      text: expect.stringMatching(/^Code: \d{6}$/m),
      html: expect.stringContaining('<h1'),
      'h:Message-Id': expect.stringMatching(/^<[\w-]{36}@daymark\.example>$/),
      'o:tracking': 'no',
    })
  })
})

test('production sends no mail before it knows the address of its links, and says so', async () => {
  provider()
  for (const PUBLIC_URL of [undefined, '', 'daymark.example']) {
    const settings = { ...production, ...resend, PUBLIC_URL }
    const answer = await ask(newEmail(), settings)
    expect([answer.status, await answer.json()]).toEqual([
      503,
      expect.objectContaining({ code: 'mail_not_configured', detail: expect.stringContaining('server log') }),
    ])
    expect(mailSettings(settings)).toEqual({ invalid: 'PUBLIC_URL' })
  }
  expect([sent.length, logged.map((line) => JSON.parse(line).setting)]).toEqual([0, ['PUBLIC_URL']])
  expect((await ask(newEmail(), { ...production, ...resend })).status).toBe(202)
  expect(JSON.parse(sent[0]?.body ?? '').text).toMatch(/^https:\/\/daymark\.example\/auth\/verify/m)
})

describe('a try that fails', () => {
  test.each<[string, Answer]>([
    ['429', 429],
    ['500', 500],
    ['a network error', new TypeError('Network connection lost.')],
  ])('by %s is followed by one more, of the same mail', async (_, first) => {
    for (const settings of [resend, mailgun]) {
      sent.length = 0
      const spy = provider(first, 200)
      expect((await ask(newEmail(), settings)).status).toBe(202)
      spy.mockRestore()
      const [one, two] = sent
      expect(sent).toHaveLength(2)
      expect(two?.body).toBe(one?.body)
      expect([...(two?.headers ?? [])]).toEqual([...(one?.headers ?? [])])
    }
    expect(logged).toEqual([])
  })

  test('by silence is given up after five seconds, and followed by one more', async () => {
    const timeout = AbortSignal.timeout.bind(AbortSignal)
    const asked = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout(5))
    provider('silence', 'silence')
    expect((await ask(newEmail(), {})).status).toBe(503)
    expect(asked.mock.calls).toEqual([[5000], [5000]])
    expect(sent).toHaveLength(2)
    expect(logged.map((line) => JSON.parse(line).reason)).toEqual(['timeout'])
  })

  test.each([400, 401, 422, 302])('by %i is the last', async (status) => {
    provider(status)
    expect((await ask(newEmail(), {})).status).toBe(503)
    // A redirect target never sees the key.
    expect(sent.map(({ redirect }) => redirect)).toEqual(['manual'])
  })

  test('with any key and address, even broken ones, tells the person and not more', async () => {
    provider(500, 500)
    const answer = await ask(newEmail(), { MAIL_API_KEY: 'a\nb' })
    expect([answer.status, sent.length]).toEqual([503, 0])
  })
})

describe('a mail that nobody takes', () => {
  test('is told on a page that asks again, and as a problem', async () => {
    provider(500, 500, 500, 500)
    const email = newEmail()
    const fields = { email, next: '/goals?q=<b>', client: 'cli', time_zone: 'Asia/Tokyo', clock: '12' }
    const page = await post('/auth/magic-link', fields, { Origin: origin }, { ...env, ...resend })
    expect(page.status).toBe(503)
    const html = await page.text()
    expect(html).toContain('The email couldn’t be sent')
    for (const [name, value] of Object.entries({ ...fields, next: '/goals?q=&lt;b&gt;' })) {
      expect(html).toContain(`name="${name}" value="${value}"`)
    }
    const problem = await ask(email, {})
    expect(problem.headers.get('Content-Type')).toBe('application/problem+json')
    expect(await problem.json()).toMatchObject({ status: 503, code: 'mail_failed' })
  })

  test('makes its link and code void', async () => {
    provider(500, 500)
    const email = newEmail()
    await ask(email, {})
    const { text } = JSON.parse(sent[0]?.body ?? '')
    const token = /token=(\S+)/.exec(text)?.[1] ?? ''
    const code = /Code: (\d{6})/.exec(text)?.[1] ?? ''
    expect(await rows('SELECT token_hash FROM sign_in_tokens WHERE email = ?', email)).toEqual([])
    expect((await post('/auth/verify', { token })).status).toBe(410)
    expect((await post('/auth/verify', { email, code })).status).toBe(422)
  })

  test('is one line in the log, without address, key, link or code', async () => {
    provider(500, 500)
    const email = newEmail()
    await ask(email, {})
    expect(logged).toEqual(['{"level":"error","mail":"failed","provider":"resend","reason":"status 500"}'])
  })
})

describe('where mail is not set up', () => {
  const broken: [string, object, string][] = [
    ['nothing', { MAIL_FROM: '', MAIL_API_KEY: '' }, 'MAIL_PROVIDER'],
    ['the outbox', { ...resend, MAIL_PROVIDER: 'outbox' }, 'MAIL_PROVIDER'],
    ['an unknown provider', { ...resend, MAIL_PROVIDER: 'toString' }, 'MAIL_PROVIDER'],
    ['no sender', { ...resend, MAIL_FROM: '' }, 'MAIL_FROM'],
    ['a sender that is none', { ...mailgun, MAIL_FROM: 'Daymark' }, 'MAIL_FROM'],
    ['a sender of several lines', { ...mailgun, MAIL_FROM: 'a\r\nBcc: b@example.com <a@example.com>' }, 'MAIL_FROM'],
    ['no key', { ...resend, MAIL_API_KEY: undefined }, 'MAIL_API_KEY'],
    ['an address that is none', { ...resend, MAIL_API_URL: 'mail.example' }, 'MAIL_API_URL'],
    ['an address in the clear', { ...resend, MAIL_API_URL: 'http://mail.example' }, 'MAIL_API_URL'],
  ]
  test.each(broken)('with %s the form is not offered and a link not mailed', async (_, settings, setting) => {
    const bindings = { ...production, ...settings }
    expect(mailSettings(bindings)).toEqual({ invalid: setting })
    const page = await (await request('/sign-in', {}, bindings)).text()
    expect(page).not.toContain('name="email"')
    expect(page).toContain('Nobody can sign in here yet')
    for (const name of ['MAIL_PROVIDER', 'MAIL_FROM', 'MAIL_API_KEY', 'GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET']) {
      expect(page).toContain(name)
    }
    const email = newEmail()
    const problem = await postJson('/auth/magic-link', { email }, {}, bindings)
    expect([problem.status, await problem.json()]).toEqual([
      503,
      expect.objectContaining({ code: 'mail_not_configured' }),
    ])
    expect((await post('/auth/magic-link', { email }, { Origin: origin }, bindings)).status).toBe(503)
    expect(await rows('SELECT token_hash FROM sign_in_tokens WHERE email = ?', email)).toEqual([])
  })

  test('GitHub alone is offered where it is set up', async () => {
    const bindings = { ...production, GITHUB_CLIENT_ID: 'id', GITHUB_CLIENT_SECRET: 'secret' }
    const page = await (await request('/sign-in?next=/goals%3Fq%3Da', {}, bindings)).text()
    expect(page).toContain('href="/auth/github?next=%2Fgoals%3Fq%3Da"')
    expect(page).not.toContain('name="email"')
    expect(page).not.toContain('Nobody can sign in')
  })

  test('the log says why, once, and no value of a setting', () => {
    canMail(production)
    logged.length = 0
    const bindings = { ...production, ...resend, MAIL_FROM: 'nobody' }
    expect([canMail(bindings), canMail(bindings), canMail(bindings)]).toEqual([false, false, false])
    expect(logged).toEqual(['{"level":"error","mail":"not configured","setting":"MAIL_FROM"}'])
  })
})

describe('where mail is set up', () => {
  test.each([resend, mailgun, { ...resend, MAIL_API_URL: 'http://127.0.0.1:9999' }])(
    'production offers the form and mails: %j',
    async (settings) => {
      provider()
      const bindings = { ...production, ...settings, RATE_LIMITS: 'off' }
      const page = await (await request('/sign-in', {}, bindings)).text()
      expect(page).toContain('name="email"')
      expect(page).not.toContain('/auth/github')
      const email = newEmail()
      const ask = () => postJson('/auth/magic-link', { email }, {}, bindings)
      const answers = [await ask(), await ask(), await ask(), await ask(), await ask(), await ask()]
      // Limits hold in production, whatever RATE_LIMITS says.
      expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(202))
      expect(sent).toHaveLength(5)
    },
  )

  test('any key reaches Mailgun as it is', () => {
    const mailgunSettings = {
      name: 'mailgun' as const,
      from: 'a@b.example',
      domain: 'b.example',
      url: 'https://m.example',
    }
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: anyCharacter }), (key) => {
        const from = { ...mailgunSettings, key }
        const request = mailgunRequest(from, { to: 'x@y.example', subject: '', text: '', html: '' }, 'id')
        const encoded = atob(request.headers.get('Authorization')?.slice('Basic '.length) ?? '')
        const bytes = Uint8Array.from(encoded, (character) => character.charCodeAt(0))
        expect(new TextDecoder().decode(bytes)).toBe(`api:${key}`)
      }),
    )
  })
})

describe('a mail goes by SMTP, where the server has a connection', () => {
  const smtp = { MAIL_PROVIDER: 'smtp', MAIL_FROM: 'Daymark <hello@daymark.example>', MAIL_API_KEY: '' }

  const mailer = (...statuses: number[]) => {
    const mails: Record<string, string>[] = []
    const MAILER = {
      fetch: async (asked: Request) => {
        mails.push(await asked.json())
        return new Response(null, { status: statuses.shift() ?? 200 })
      },
    }
    return { mails, MAILER }
  }

  test('with its sender, text, page and one id for its tries', async () => {
    const { mails, MAILER } = mailer(503)
    const email = newEmail()
    expect((await ask(email, { ...smtp, MAILER })).status).toBe(202)
    expect(mails).toHaveLength(2)
    expect(mails[0]).toEqual(mails[1])
    expect(mails[0]).toMatchObject({
      from: smtp.MAIL_FROM,
      to: email,
      messageId: expect.stringMatching(/^<[\w-]+@daymark.example>$/),
    })
    expect(mails[0]?.text).toContain('/auth/verify?token=')
    expect(mails[0]?.html).toContain('/auth/verify?token=')
  })

  test('once where the other server will never take it', async () => {
    const { mails, MAILER } = mailer(422)
    expect((await ask(newEmail(), { ...smtp, MAILER })).status).toBe(503)
    expect([mails.length, logged.map((line) => JSON.parse(line).reason)]).toEqual([1, ['status 422']])
  })

  test('not at all without one', () => {
    expect(mailSettings({ ...production, ...smtp })).toEqual({ invalid: 'SMTP_URL' })
    expect(canMail({ ...production, ...smtp, MAILER: mailer().MAILER as unknown as Fetcher })).toBe(true)
  })
})
