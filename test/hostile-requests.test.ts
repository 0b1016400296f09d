import { beforeAll, describe, expect, test } from 'vitest'
import { origin, request } from './support/client'
import { fragmentHeaders, type HostilePerson, hostilePerson, reads, writes } from './support/hostile/routes'
import { share } from './support/runs'
import { dump } from './support/table-dump'

let person: HostilePerson
let before: string

beforeAll(async () => {
  person = await hostilePerson()
  before = await dump(person.client.userId)
})

describe('a method', () => {
  test('that a path does not take is refused, and changes nothing', async () => {
    for (const [index, path] of [...reads, ...writes].entries()) {
      for (const method of share(['PUT', 'PATCH', 'DELETE', 'OPTIONS'], 4, index)) {
        const answer = await person.send(path, { method })
        expect([path, method, [200, 204, 403, 404, 405].includes(answer.status)]).toEqual([path, method, true])
      }
    }
    expect(await dump(person.client.userId)).toBe(before)
  })

  test('HEAD is GET without its body', async () => {
    for (const path of reads.filter((one) => !/import\/:id/.test(one))) {
      const [head, get] = [await person.send(path, { method: 'HEAD' }), await person.send(path, { method: 'GET' })]
      const answers = [head, get].map(({ status, headers }) => [path, status, headers.get('Content-Type')])
      expect([answers[0], await head.text()]).toEqual([answers[1], ''])
    }
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
    '/.git/config',
  ]
  test.each([
    ...odd,
    ...['goals', 'projects', 'sessions', 'sessions/import'].map((name) => `/${name}/${'x'.repeat(10_000)}`),
  ])('%s is answered, and no page of it fails', async (path) => {
    for (const init of [{}, { method: 'POST' }]) {
      const answer = await person.send(path, init)
      expect([200, 303, 404]).toContain(answer.status)
      if (answer.status === 303) expect(answer.headers.get('Location')).toMatch(/^\/(?![/\\])/)
    }
  })

  test('with an enormous query is answered', async () => {
    for (const path of share(reads)) {
      const answer = await person.send(`${path}?q=${'x'.repeat(60_000)}&${'a=b&'.repeat(2_000)}`, {})
      expect([path, answer.status < 500]).toEqual([path, true])
    }
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
    `${origin}/goals?before=%E0%A4%A&status=x goal-page?goal=x`,
    `${origin}//evil.example`,
  ])('a part asked for from %j is answered', async (page) => {
    const headers = { ...fragmentHeaders, 'HX-Current-URL': page, Referer: page, 'X-Regions': page.replace(origin, '') }
    for (const path of [
      `/goals/${person.ids.goals}`,
      `/sessions/${person.ids.sessions}`,
      '/sessions/new',
      '/sessions/entry?entry=25m',
    ]) {
      expect((await person.send(path, {}, headers)).status).toBe(200)
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
    const answer = await request('/goals', { headers: { Cookie: `${person.client.cookie}; flash=${flash}` } })
    expect(answer.status).toBe(200)
    expect(await answer.text()).not.toContain('//evil')
  })
})
