import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, origin, request, rows, signedIn } from '../../../test/support/client'
import { refusalAddress } from '../../account/mail/refusals'
import { mailgunRequest } from '../../account/mail/send'
import { bindings } from '../../account/settings/sign-in/testing'
import { randomSecret } from '../../lib/secrets'
import { importPlan, knotsText } from '../plans/testing'
import { emailOf, inviteTo } from './testing'

type Stored = { subject: string; text: string; html: string }

let owner: Client
let to: string

beforeEach(async () => {
  await rows('DELETE FROM refused_invitations')
  owner = await signedIn()
  await importPlan(owner, knotsText('knots'))
  to = `${owner.userId.slice(-12)}@stranger.example`
})

const mailsTo = (email: string) =>
  rows<Stored>('SELECT subject, text, html FROM outbox WHERE recipient = ? ORDER BY number', email)

const called = (name: string, title: string) =>
  env.DB.batch([
    env.DB.prepare('UPDATE users SET username = ? WHERE id = ?').bind(name, owner.userId),
    env.DB.prepare('UPDATE plans SET title = ? WHERE user_id = ?').bind(title, owner.userId),
  ])

const mail = async () => {
  await inviteTo(owner, 'knots', to)
  const [sent] = await mailsTo(to)
  if (!sent) throw new Error('no mail')
  return sent
}

/** Addresses in the text that are not our own or those of the two people. */
const linksIn = (text: string) =>
  text
    .replaceAll(emailOf(owner), '')
    .replaceAll(to, '')
    .replaceAll(origin, '')
    .match(/\S*(?:@|:\/\/|www\.|\p{L}[.。．｡]\p{L})\S*/gu) ?? []

const refusalIn = ({ text }: Stored) => /\/invitations\/[\w-]+/.exec(text)?.[0] ?? ''

const open = (path: string, method = 'GET', headers: Record<string, string> = { Origin: origin }) =>
  request(path, { method, headers })

describe('the words of a stranger', () => {
  test('are their address, a quoted name and a quoted title', async () => {
    const { subject, text, html } = await mail()
    expect(subject).toBe(`${emailOf(owner)} shares a plan with you`)
    expect(text).toContain(
      `${emailOf(owner)} (“\u2068Robin\u2069”) shares the plan “\u2068Knots\u2069” with you on Daymark`,
    )
    expect(html).toContain('“\u2068Knots\u2069”')
    expect(linksIn(text)).toEqual([])
  })

  test.each([
    'Verify at https://evil.example/login',
    'HTTPS://EVIL',
    'see www.evil',
    'WWW.evil',
    'evil.example/login',
    'evil.example',
    'evil．example',
    'evil。example',
    'evil｡example',
    'evil․example',
    'evil﹒example',
    'evil\u200b.\u2060example',
    'evil\u00ad.\ufe0fexample',
    'evil.\u3164example',
    'evil.\u034fexample',
    '💩.example',
    'пример.испытание',
    '10.0.0.1',
    'help@evil',
    'help＠evil',
    'help﹫evil',
    'mailto:help',
    'tel:+4930123456',
    'ｈｔｔｐｓ：／／evil',
    `${'long and harmless '.repeat(4)} evil.example`,
  ])('leave out %j', async (typed) => {
    await called(typed, typed)
    const { subject, text } = await mail()
    expect(text).toMatch(new RegExp(`^${emailOf(owner)} shares a plan with you on Daymark\\. `))
    expect(subject).toBe(`${emailOf(owner)} shares a plan with you`)
    expect(linksIn(text)).toEqual([])
  })

  test.each([
    ['Ada Lovelace', 'Ada Lovelace'],
    ['José María', 'Jose\u0301 Mari\u0301a'],
    ['J. R. R. Tolkien', 'J. R. R. Tolkien'],
    ['Знать и уметь', 'Знать и уметь'],
    ['دوره فارسی', 'دوره فارسی'],
    [`${'a'.repeat(39)}…`, 'a'.repeat(41)],
    ['a'.repeat(40), 'a'.repeat(40)],
    [`${'😀'.repeat(39)}…`, '😀'.repeat(60)],
    ['x is safe, says Daymark', 'x” is safe, says “Daymark'],
    ['turned dnuora', 'turned \u202ednuora\u2069'],
    ['a b Bcc: all', 'a\r\nb\u2028Bcc: all'],
  ])('keep %j', async (kept, typed) => {
    await called(typed, typed)
    const { text, html } = await mail()
    const quoted = `“\u2068${kept}\u2069”`
    expect(text).toContain(`(${quoted}) shares the plan ${quoted} with you`)
    expect(html).toContain(quoted)
  })

  test('are markup nowhere, and add no header', async () => {
    await called('<b>Ada</b>\r\nBcc: c', '<img src=x>\nSubject: Y')
    const { subject, text, html } = await mail()
    expect(html).not.toMatch(/<b>|<img/)
    expect(subject).not.toMatch(/[\r\n]|Bcc|Subject/)
    expect(text.split('\n')[0]).toContain('Bcc')
    const provider = {
      name: 'mailgun' as const,
      from: 'a@b.example',
      domain: 'b.example',
      key: 'k',
      url: 'https://x.example',
    }
    const sent = new URLSearchParams(await mailgunRequest(provider, { to, subject, text, html }, 'id').text())
    expect([...sent.keys()].sort()).toEqual(['from', 'h:Message-Id', 'html', 'o:tracking', 'subject', 'text', 'to'])
  })

  test('name no address that its owner has not proven', async () => {
    await rows('UPDATE users SET email_proven_at = NULL WHERE id = ?', owner.userId)
    expect((await mail()).subject).toBe('Somebody shares a plan with you')
    await rows(
      "UPDATE users SET github_user_id = abs(random()), github_username = 'octocat' WHERE id = ?",
      owner.userId,
    )
    await inviteTo(owner, 'knots', `x${to}`)
    const [sent] = await mailsTo(`x${to}`)
    expect(sent?.subject).toBe('GitHub’s user octocat shares a plan with you')
  })
})

describe('refusing', () => {
  test('takes a press, works without a sign-in, once and more, and mails no other invitation', async () => {
    const path = refusalIn(await mail())
    expect(path).not.toContain('stranger')
    const page = await open(path)
    const html = await page.text()
    expect([page.status, html.includes(to), html.includes('Stop invitations?')]).toEqual([200, true, true])
    expect(html).toContain('name="robots" content="noindex, nofollow"')
    expect(await rows('SELECT 1 FROM refused_invitations')).toEqual([])
    for (const _ of [1, 2]) {
      const done = await open(path, 'POST')
      expect([done.status, done.headers.get('Location')]).toEqual([303, path])
    }
    expect(await (await open(path)).text()).toContain('No more invitations')
    const kept = await rows<{ address_hash: string }>('SELECT address_hash FROM refused_invitations')
    expect(kept).toEqual([{ address_hash: expect.stringMatching(/^[0-9a-f]{64}$/) }])

    const other = await signedIn()
    await importPlan(other, knotsText('knots'))
    const answers = []
    for (const email of [to, `y${to}`]) {
      const answer = await other.json('POST', '/api/v1/plans/knots/shares', { email, permission: 'read' })
      const { id: _id, created_at: _at, email: _email, ...rest } = await answer.json<Record<string, unknown>>()
      answers.push([answer.status, rest, [...answer.headers.keys()].sort()])
    }
    expect(answers[0]).toEqual(answers[1])
    expect([(await mailsTo(to)).length, (await mailsTo(`y${to}`)).length]).toEqual([1, 1])
  })

  test('is not done by a link that we did not send, or by another site', async () => {
    const path = refusalIn(await mail())
    const secret = path.split('/').at(-1) ?? ''
    const forged = [
      ...['none', 'a'.repeat(40), 'A'.repeat(80), `${secret}A`, secret.slice(0, -4), `-${secret}`, to, btoa(to)],
      ...Array.from({ length: 2000 }, () => randomSecret() + randomSecret()),
      ...Array.from(secret, (letter, at) => secret.slice(0, at) + (letter === 'A' ? 'B' : 'A') + secret.slice(at + 1)),
    ]
    for (const one of forged) expect([one, await refusalAddress(bindings, one)]).toEqual([one, null])
    for (const one of forged.slice(0, 12)) {
      expect([one, (await open(`/invitations/${encodeURIComponent(one)}`, 'POST')).status]).toEqual([one, 404])
      expect([one, (await open(`/invitations/${encodeURIComponent(one)}`)).status]).toEqual([one, 404])
    }
    const foreign = { Origin: 'https://evil.example', 'Content-Type': 'application/x-www-form-urlencoded' }
    expect((await open(path, 'POST', foreign)).status).toBe(403)
    expect(await rows('SELECT 1 FROM refused_invitations')).toEqual([])
  })

  test('is taken back in Settings, by the address’s proven owner alone', async () => {
    const reader = await signedIn()
    to = emailOf(reader)
    await open(refusalIn(await mail()), 'POST')
    const settings = async (client: Client) => (await client.get('/settings/sign-in')).text()
    expect(await settings(reader)).toContain('Allow invitations')
    expect(await settings(owner)).not.toContain('Allow invitations')
    await rows('UPDATE users SET email_proven_at = NULL WHERE id = ?', reader.userId)
    expect(await settings(reader)).not.toContain('Allow invitations')
    expect((await reader.post('/settings/sign-in/invitations')).status).toBe(404)
    await rows('UPDATE users SET email_proven_at = 1 WHERE id = ?', reader.userId)
    expect((await owner.post('/settings/sign-in/invitations')).status).toBe(303)
    expect(await rows('SELECT 1 FROM refused_invitations')).toHaveLength(1)
    expect((await reader.post('/settings/sign-in/invitations')).status).toBe(303)
    expect(await rows('SELECT 1 FROM refused_invitations')).toEqual([])
    expect(await settings(reader)).not.toContain('Allow invitations')
  })

  test('holds while the secret is changed, and its link does', async () => {
    const path = refusalIn(await mail())
    const changed = {
      ...env,
      JWT_SECRET: 'another secret of 32 characters or so',
      JWT_SECRET_PREVIOUS: bindings.JWT_SECRET,
    }
    expect((await request(path, { method: 'POST', headers: { Origin: origin } })).status).toBe(303)
    expect(await (await request(path, {}, changed)).text()).toContain('No more invitations')
    const gone = { ...changed, JWT_SECRET_PREVIOUS: undefined }
    expect((await request(path, {}, gone)).status).toBe(404)
  })
})
