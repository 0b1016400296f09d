import { beforeAll, describe, expect, test } from 'vitest'
import { app } from '../functions/app'
import { type Client, origin, request, rows, signedIn } from './client'
import { dump } from './dump'

let client: Client
/** The ids of the client's things, by the start of the paths that name them. */
let ids: Record<string, string>
let before: string

beforeAll(async () => {
  client = await signedIn()
  await client.post('/goals', { title: 'A goal' })
  await client.post('/projects', { name: 'A project' })
  await client.post('/sessions', { title: 'A session', date: '2026-03-03', started_at: '09:00', duration: '1h' })
  const one = async (table: string) =>
    (await rows<{ id: string }>(`SELECT id FROM ${table} WHERE user_id = ?`, client.userId))[0]?.id ?? ''
  ids = { goals: await one('goals'), projects: await one('projects'), sessions: await one('sessions') }
  before = await dump(client.userId)
})

const withIds = (path: string) => path.replace(/\/(goals|projects|sessions)\/:id/, (_, name) => `/${name}/${ids[name]}`)

/** What browsers ask for; test/api has what programs do. */
const pages = app.routes.filter(({ method, path }) => method !== 'ALL' && !path.startsWith('/api/'))
const known = [...new Set(pages.map((route) => `${route.method} ${route.path}`))]
const writes = known.filter((route) => route.startsWith('POST ')).map((route) => route.slice('POST '.length))
const reads = known.filter((route) => route.startsWith('GET ')).map((route) => route.slice('GET '.length))
/** The writes that are one's own: signing in and out stands apart. */
const own = writes.filter((path) => !/^\/(auth|dev)\//.test(path))

const send = (path: string, init: RequestInit, headers: Record<string, string> = {}) =>
  request(withIds(path), { ...init, headers: { Cookie: client.cookie, Origin: origin, ...headers } })

const part = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }

type Body = [what: string, type: string | null, body: BodyInit, status: number]

const broken: Body[] = [
  ['JSON', 'application/json', '{"title":"Typed","name":"Typed","username":"Typed"}', 415],
  ['text', 'text/plain', 'title=Typed', 415],
  ['a type that is none', 'x', 'title=Typed', 415],
  ['multipart without a boundary', 'multipart/form-data', 'title=Typed', 400],
  [
    'multipart that is cut off',
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data; name="ti',
    400,
  ],
  ['multipart that is none', 'multipart/form-data; boundary=b', 'title=Typed', 400],
  ['more than a form may have', 'application/x-www-form-urlencoded', 'x'.repeat(7 * 1024 * 1024), 413],
]

describe.each(broken)('a body of %s', (_, type, body, status) => {
  test.each(own)(`to %s is ${status}, as a page, a part and JSON, and changes nothing`, async (path) => {
    const accepts: Record<string, string>[] = [{}, part, { Accept: 'application/json' }]
    for (const accept of accepts) {
      const answer = await send(path, { method: 'POST', body }, { 'Content-Type': type ?? '', ...accept })
      expect(answer.status).toBe(status)
      const wantsJson = type === 'application/json' || 'Accept' in accept
      expect(answer.headers.get('Content-Type')).toMatch(wantsJson ? /^application\/problem\+json/ : /^text\/html/)
      const text = await answer.text()
      if (!wantsJson) {
        expect(text.match(/<h1[ >]/g)?.length ?? 0).toBe(accept === part ? 0 : 1)
        continue
      }
      const problem = JSON.parse(text)
      expect(problem).toMatchObject({ type: 'about:blank', status, error: problem.detail })
      for (const member of ['title', 'detail', 'code']) expect(problem[member]).toMatch(/\w/)
    }
    expect(await dump(client.userId)).toBe(before)
  })
})

describe('a body that can be read somehow', () => {
  test.each(own)('to %s never fails', async (path) => {
    const bodies: [string | null, BodyInit][] = [
      [null, new Uint8Array([0, 255, 254, 1])],
      ['application/x-www-form-urlencoded', '%E0%A4%A=%&title=%zz&name=%ff%fe&&==&seq=%00'],
      ['application/x-www-form-urlencoded', ''],
      ['APPLICATION/X-WWW-FORM-URLENCODED ; charset=utf-16', 'a=b'],
    ]
    for (const [type, body] of bodies) {
      const somebody = await signedIn()
      const answer = await request(path.replace(':id', 'none'), {
        method: 'POST',
        body,
        headers: { Cookie: somebody.cookie, Origin: origin, ...(type !== null && { 'Content-Type': type }) },
      })
      expect(answer.status).toBeLessThan(500)
    }
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
    const answer = await send(
      '/goals',
      { method: 'POST', body },
      { 'Content-Type': 'application/x-www-form-urlencoded' },
    )
    expect(answer.status).toBe(413)
    expect(sent).toBeLessThan(1024 * 1024)
  })
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
  test.each(['/auth/magic-link', '/auth/verify'])('%s refuses JSON of any other shape as a problem', async (path) => {
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
  ])('a next of %j leads to the first page', async (next) => {
    const email = `${crypto.randomUUID()}@example.com`
    await post('/auth/magic-link', 'application/json', JSON.stringify({ email, next }))
    const mails = await rows<{ text: string }>('SELECT text FROM outbox WHERE recipient = ?', email)
    const code = /Code: (\d{6})/.exec(mails[0]?.text ?? '')?.[1] ?? ''
    const form = new URLSearchParams({ email, code })
    const answer = await post('/auth/verify', 'application/x-www-form-urlencoded', form.toString())
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/'])
  })
})

describe('a method', () => {
  test.each([...reads, ...writes])('%s: others are refused, and change nothing', async (path) => {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const answer = await send(path, { method })
      expect([200, 204, 403, 404, 405]).toContain(answer.status)
    }
    expect(await dump(client.userId)).toBe(before)
  })

  test.each(reads.filter((path) => !/import\/:id/.test(path)))('HEAD %s is GET without its body', async (path) => {
    const [head, get] = [await send(path, { method: 'HEAD' }), await send(path, { method: 'GET' })]
    expect(head.status).toBe(get.status)
    expect(head.headers.get('Content-Type')).toBe(get.headers.get('Content-Type'))
    expect(await head.text()).toBe('')
  })
})

describe('an address', () => {
  const odd = [
    '/goals/',
    '/goals//',
    '//goals',
    '/goals/%2F',
    '/goals/..%2F..%2Fsettings',
    '/goals/%2e%2e',
    '/goals/%00',
    '/goals/%',
    '/goals/%E0%A4%A',
    '/goals/%ff',
    '/goals/\u{1F600}',
    '/goals/a\u202Eb',
    '/sessions//edit',
    '/sessions/%00/edit',
    '/sessions/import/',
    '/sessions/import/%2e%2e',
    '/sessions/import/..%2F..%2Fx',
    '/projects/__proto__/edit',
    '/api/',
    '/api/v1/export/',
    '/Goals',
    '/goals;x=1',
    '/goals.json',
    '/:id',
    '/*',
    '/sessions.csv/',
    '/dev/',
    '/auth/',
    '/.env',
  ]
  test.each([
    ...odd,
    ...['goals', 'projects', 'sessions', 'sessions/import'].map((name) => `/${name}/${'x'.repeat(10_000)}`),
  ])('%s is answered, and no page of it fails', async (path) => {
    for (const init of [{}, { method: 'POST' }]) {
      const answer = await send(path, init)
      expect([200, 303, 404]).toContain(answer.status)
      if (answer.status === 303) expect(answer.headers.get('Location')).toMatch(/^\/(?![/\\])/)
    }
  })

  test.each(reads)('%s with an enormous query is answered', async (path) => {
    const answer = await send(`${path}?q=${'x'.repeat(60_000)}&${'a=b&'.repeat(2_000)}`, {})
    expect(answer.status).toBeLessThan(500)
  })

  test('signed out, an odd one leads to signing in and never elsewhere', async () => {
    for (const path of [
      '//evil.example/x',
      '/\\evil.example',
      '/%0d%0aSet-Cookie:%20x=1',
      '/a%00b',
      `/${'x'.repeat(20_000)}`,
    ]) {
      const answer = await request(path)
      expect(answer.status).toBe(303)
      expect(answer.headers.get('Location')).toMatch(/^\/sign-in\?next=/)
    }
  })

  test.each([
    '',
    'null',
    'x',
    'http://[',
    'https://evil.example/goals',
    `${origin}/sessions?from=2026-02-30&cursor=x`,
    `${origin}//evil.example`,
  ])('a part asked for from %j is answered', async (page) => {
    const headers = { ...part, 'HX-Current-URL': page, Referer: page }
    for (const path of [
      `/goals/${ids.goals}`,
      `/sessions/${ids.sessions}`,
      '/sessions/new',
      '/sessions/entry?entry=25m',
    ]) {
      expect((await send(path, {}, headers)).status).toBe(200)
    }
  })

  test.each([
    'x',
    '%',
    '%7B%7D',
    'null',
    '[]',
    '{"message":1}',
    '%7B%22message%22%3A%22a%22%2C%22undo%22%3A%22%2F%2Fevil%22%7D',
  ])('a cookie of %s for the next page is dropped or shown without harm', async (flash) => {
    const answer = await request('/goals', { headers: { Cookie: `${client.cookie}; flash=${flash}` } })
    expect(answer.status).toBe(200)
    expect(await answer.text()).not.toContain('//evil')
  })
})
