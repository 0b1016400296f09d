import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { origin, request, rows, signedIn } from '../../../../test/support/client'
import { inspect } from '../../../../test/support/html'
import { runs } from '../../../../test/support/runs'
import { Email } from '../../../lib/text/email'
import { askFor, mailsTo, newEmail, post, postJson } from './testing'

/** Addresses that would put a line into a mail's head, name further readers, or deceive who sees them. */
const crooked = [
  'robin@example.com\r\nBcc: eve@example.com',
  'robin@example.com%0d%0aBcc:eve@example.com',
  'robin@example.com,eve@example.com',
  'Robin <robin@example.com>',
  '"robin"@example.com',
  '"<img src=x onerror=alert(1)>"@example.com',
  'robin@example.com\u0000eve',
  'robin\u202e@example.com',
  'rоbin@example.com',
  '\u{1F426}@example.com',
  'robin@[127.0.0.1]',
  'robin@localhost',
  '.robin@example.com',
  'robin@example..com',
  'robin',
  ' ',
  `${'r'.repeat(250)}@example.com`,
]

describe('an address', () => {
  test.each(crooked)('that is none is refused, and shown again as text: %j', async (email) => {
    const before = await rows('SELECT count(*) AS mails FROM outbox')
    const page = await post('/auth/magic-link', { email })
    expect(page.status).toBe(422)
    const seen = inspect(await page.text())
    expect([seen.intruders, seen.headings, seen.invalid]).toEqual([[], 1, 1])
    const problem = await postJson('/auth/magic-link', { email })
    expect([problem.status, await problem.json()]).toEqual([
      422,
      expect.objectContaining({ errors: [expect.objectContaining({ path: 'email' })] }),
    ])
    expect(await rows('SELECT count(*) AS mails FROM outbox')).toEqual(before)
  })

  test('that is taken holds nothing but the letters of an address, whatever was typed', () => {
    const piece = fc.oneof(
      fc.constantFrom('robin', '@', '.', 'example.com', '+', '\r\n', '<', '>', ',', ' ', '"', '\u202e', '\u212a', 'ſ'),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
    )
    const typed = fc.oneof(
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
      fc.tuple(piece, piece).map(([before, after]) => `${before}robin@example.com${after}`),
    )
    fc.assert(
      fc.property(typed, (text) => {
        const { success, data = '' } = Email.safeParse(text)
        if (success) expect(data).toMatch(/^[a-z0-9_'+.-]+@[a-z0-9.-]+\.[a-z]+$/)
      }),
      { numRuns: runs(1000) },
    )
  })

  test('given twice is one, to which one mail goes', async () => {
    const [first, last] = [newEmail(), newEmail()]
    const body = `email=${first}&email=${last}`
    const headers = { Origin: origin, 'Content-Type': 'application/x-www-form-urlencoded' }
    expect((await request('/auth/magic-link', { method: 'POST', headers, body })).status).toBe(303)
    expect([(await mailsTo(first)).length, (await mailsTo(last)).length]).toEqual([0, 1])
  })
})

describe('what comes along', () => {
  test('counts for nothing where it is wrong or unknown', async () => {
    const email = newEmail()
    const odd = { time_zone: 'Mars/Base', clock: 13, client: ['cli'], next: { path: '/' }, role: 'admin', id: 1 }
    expect((await postJson('/auth/magic-link', { email, ...odd }, { Origin: origin })).status).toBe(202)
    const [kept] = await rows('SELECT next, time_zone, clock, client FROM sign_in_tokens WHERE email = ?', email)
    expect(kept).toEqual({ next: '/', time_zone: null, clock: null, client: null })
    const [mail] = await mailsTo(email)
    const token = /token=(\S+)/.exec(mail?.text ?? '')?.[1] ?? ''
    expect((await post('/auth/verify', { token, role: 'admin', next: '/goals' })).headers.get('Location')).toBe(
      '/welcome',
    )
    expect(await rows('SELECT role FROM users WHERE email = ?', email)).toEqual([{ role: 'user' }])
  })
})

test('"Check your email" names an address only when it is one', async () => {
  const named = async (email: string) =>
    (
      await (await request('/auth/check-mail', { headers: { Cookie: `email=${encodeURIComponent(email)}` } })).text()
    ).includes('to your address')
  expect([await named('robin@example.com'), await named('"robin"@example.com')]).toEqual([false, true])
})

test.each([
  ['/goals?q=a%20b#x', '/goals?q=a%20b#x'],
  ['/\\evil.example', '/'],
])('who is signed in and opens /sign-in goes to where they wanted, on this site: %j', async (next, there) => {
  const { get } = await signedIn()
  const answer = await get(`/sign-in?${new URLSearchParams({ next })}`)
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, there])
})

describe('a form for the code', () => {
  test('asks for the address where none is known', async () => {
    expect(await (await request('/auth/check-mail')).text()).toContain('type="email"')
    const email = newEmail()
    const { code, request_id } = await askFor(email)
    expect((await post('/auth/verify', { email: '', code })).status).toBe(422)
    expect((await post('/auth/verify', { email, code, request_id })).status).toBe(303)
  })

  const tooLittle: [Record<string, string>, string[]][] = [
    [{}, ['email-error', 'code-error']],
    [{ code: '123456' }, ['email-error']],
    [{ email: 'robin@example.com', code: '' }, ['code-error']],
  ]
  test.each(tooLittle)('with too little in it is refused, by field: %j', async (fields, wrong) => {
    const page = await post('/auth/verify', fields)
    expect(page.status).toBe(422)
    expect(inspect(await page.text()).errorIds).toEqual(wrong)
    expect((await postJson('/auth/verify', fields)).status).toBe(422)
  })
})
