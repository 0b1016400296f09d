import { beforeAll, describe, expect, test } from 'vitest'
import { origin, request, rows, signedIn } from './support/client'
import { fragmentHeaders, type HostilePerson, hostilePerson, ownWrites } from './support/hostile/routes'
import { isWhole, share } from './support/runs'
import { dump } from './support/table-dump'

let person: HostilePerson
let before: string

beforeAll(async () => {
  person = await hostilePerson()
  before = await dump(person.client.userId)
})

/** Routes that read forms in different ways: small, by id, a file, a larger limit, without a body, and to confirm. */
const someWrites = [
  '/goals',
  '/goals/:id',
  '/sessions/import',
  '/sessions/selected',
  '/timer/stop',
  '/settings/account/delete',
]

test('the routes that get every broken body exist', () => {
  expect(ownWrites).toEqual(expect.arrayContaining(someWrites))
})

/**
 * Routes of which each gets one of three broken bodies, turned by its index; all of them in `npm run test:all`. `/verify`
 * answers any body with words about the document that it should be.
 */
const everyWrite = (turn: number) =>
  ownWrites.filter(
    (path, index) => !/^\/((invitations|r|reminders\/off)\/|verify$)/.test(path) && (isWhole || index % 3 === turn),
  )

type Body = [name: string, type: string, body: BodyInit, status: number, routes: string[]]

const broken: Body[] = [
  ['JSON', 'application/json', '{"title":"Typed","name":"Typed","username":"Typed"}', 415, someWrites],
  ['text', 'text/plain', 'title=Typed', 415, someWrites],
  ['an unknown type', 'x', 'title=Typed', 415, someWrites],
  ['multipart without a boundary', 'multipart/form-data', 'title=Typed', 400, someWrites],
  [
    'multipart that is cut off',
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data; name="ti',
    400,
    everyWrite(0),
  ],
  ['1,001 fields', 'application/x-www-form-urlencoded', 'title=x&'.repeat(1001), 422, everyWrite(1)],
  ['multipart without parts', 'multipart/form-data; boundary=b', 'title=Typed', 400, someWrites],
  ['too many bytes', 'application/x-www-form-urlencoded', 'x'.repeat(7 * 1024 * 1024), 413, someWrites],
]

const accepts: Record<string, string>[] = [{}, fragmentHeaders, { Accept: 'application/json' }]

describe.each(broken)('a body of %s', (_, type, body, status, routes) => {
  test.each(routes.map((path, index) => [path, index] as const))(
    `to %s is ${status}, and changes nothing`,
    async (path, index) => {
      for (const accept of share(accepts, 3, index)) {
        const answer = await person.send(path, { method: 'POST', body }, { 'Content-Type': type, ...accept })
        expect(answer.status).toBe(status)
        const wantsJson = type === 'application/json' || 'Accept' in accept
        expect(answer.headers.get('Content-Type')).toMatch(wantsJson ? /^application\/problem\+json/ : /^text\/html/)
        const text = await answer.text()
        if (!wantsJson) {
          expect(text.match(/<h1[ >]/g)?.length ?? 0).toBe(accept === fragmentHeaders ? 0 : 1)
          continue
        }
        const problem = JSON.parse(text)
        expect(problem).toMatchObject({ type: 'about:blank', status, error: problem.detail })
        for (const member of ['title', 'detail', 'code']) expect(problem[member]).toMatch(/\w/)
      }
      expect(await dump(person.client.userId)).toBe(before)
    },
  )
})

type Odd = [name: string, type: string | null, body: BodyInit, routes: string[]]

const odd: Odd[] = [
  ['bytes without a type', null, new Uint8Array([0, 255, 254, 1]), someWrites],
  [
    'broken percent-encoding',
    'application/x-www-form-urlencoded',
    '%E0%A4%A=%&title=%zz&name=%ff%fe&&==&seq=%00',
    everyWrite(2),
  ],
  ['nothing', 'application/x-www-form-urlencoded', '', someWrites],
  ['another charset', 'APPLICATION/X-WWW-FORM-URLENCODED ; charset=utf-16', 'a=b', someWrites],
]

describe.each(odd)('a readable body of %s', (_, type, body, routes) => {
  test.each(routes)('to %s never fails', async (path) => {
    const { cookie } = await signedIn()
    const answer = await request(path.replace(':id', 'none'), {
      method: 'POST',
      body,
      headers: { Cookie: cookie, Origin: origin, ...(type !== null && { 'Content-Type': type }) },
    })
    expect(answer.status).toBeLessThan(500)
  })
})

test('a body without a length is counted while it is read', async () => {
  const chunk = new Uint8Array(64 * 1024).fill(120)
  let sent = 0
  const body = new ReadableStream({
    pull: (controller) => {
      sent += chunk.length
      controller.enqueue(chunk)
      if (sent > 8 * 1024 * 1024) controller.close()
    },
  })
  const answer = await person.send(
    '/goals',
    { method: 'POST', body },
    { 'Content-Type': 'application/x-www-form-urlencoded' },
  )
  expect(answer.status).toBe(413)
  expect(sent).toBeLessThan(1024 * 1024)
})

describe('signing in', () => {
  const post = (path: string, type: string | null, body: BodyInit, headers = {}) =>
    request(path, {
      method: 'POST',
      body,
      headers: { Origin: origin, ...(type && { 'Content-Type': type }), ...headers },
    })

  const texts = [
    'null',
    '1',
    '"text"',
    '[]',
    '[{}]',
    '{',
    '',
    '{"email":1}',
    '{"email":null,"token":[]}',
    '{"email":["a@example.com"]}',
    '{"email":{"toString":1},"clock":{"valueOf":2},"next":{}}',
    '{"email":"\\ud800@example.com","code":"000000"}',
    '{"__proto__":{"email":"a@example.com"}}',
    '{"token":"\\u0000","code":5}',
    `{"token":"${'x'.repeat(100_000)}"}`,
  ]
  test.each(['/auth/magic-link', '/auth/verify'])('%s refuses JSON of another shape with a problem', async (path) => {
    for (const text of texts) {
      const answer = await post(path, 'application/json', text)
      expect([400, 401, 422]).toContain(answer.status)
      const problem = await answer.json()
      expect(problem).toMatchObject({ type: 'about:blank', status: answer.status, title: expect.any(String) })
      expect(problem).toMatchObject({ code: expect.any(String), error: expect.any(String), detail: expect.any(String) })
    }
  })

  test.each(['/auth/magic-link', '/auth/verify'])(
    '%s refuses files, broken bodies and text as a page',
    async (path) => {
      const files = new FormData()
      for (const name of ['email', 'code', 'token', 'next']) files.append(name, new File(['x'], 'x.txt'))
      const answers = [
        await post(path, null, files),
        await post(path, 'text/plain', 'email=a@example.com'),
        await post(path, 'multipart/form-data', 'x'),
        await post(path, 'multipart/form-data; boundary=b', 'x'),
        await post(path, 'application/x-www-form-urlencoded', 'email=%ff&code=%&token='),
      ]
      for (const answer of answers) {
        expect([400, 410, 422]).toContain(answer.status)
        expect((await answer.text()).match(/<h1[ >]/g)).toHaveLength(1)
      }
    },
  )

  test.each([
    '/a\nb',
    '/a\0b',
    '/\ud800',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example',
  ])('a next of %j leads to the first page of who is new', async (next) => {
    const email = `${crypto.randomUUID()}@example.com`
    const asked = await post('/auth/magic-link', 'application/json', JSON.stringify({ email, next }))
    const { request_id } = await asked.json<{ request_id: string }>()
    const mails = await rows<{ text: string }>('SELECT text FROM outbox WHERE recipient = ?', email)
    const code = /Code: (\d{6})/.exec(mails[0]?.text ?? '')?.[1] ?? ''
    const form = new URLSearchParams({ email, code, request_id })
    const answer = await post('/auth/verify', 'application/x-www-form-urlencoded', form.toString())
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/welcome'])
  })
})
