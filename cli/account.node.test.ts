import { createHash } from 'node:crypto'
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { device } from './testing'
import { testServer, testToken } from './testing-server'

const url = 'https://daymark.example'
const login = ['login', '--server', url, '--token', '-']

test('a downloaded report is checked by its digest, and by the server that has its seal', async () => {
  const { daymark, home } = device()
  await daymark('status')
  const file = join(home, 'report.json')
  const document = '{"version":1}'
  const sha256 = createHash('sha256').update(document).digest('hex')
  writeFileSync(file, JSON.stringify({ format: 'daymark-report', sha256, document }))
  const alone = await daymark(['verify', file])
  expect([alone.code, alone.out.includes('matches its digest'), alone.out.includes('unchanged')]).toEqual([
    0,
    true,
    false,
  ])
  // A forger can write any time and digest into the file.
  const forged = { format: 'daymark-report', sha256, document, sealed_at: '2020-01-01T00:00:00.000Z' }
  writeFileSync(file, JSON.stringify(forged))
  for (const [answer, code, words] of [
    [
      { verdict: 'sealed', sha256, sealed_at: '2026-11-02T09:00:00.000Z' },
      0,
      'sealed at daymark.example on 2026-11-02',
    ],
    [{ verdict: 'unknown', sha256 }, 1, 'has no seal for it'],
  ] as const) {
    const { fetch } = testServer({ 'POST /verify': () => Response.json(answer) })
    const { code: ended, out, err } = await daymark(['verify', file, '--server', url], { fetch })
    expect([ended, out + err]).toEqual([code, expect.stringContaining(words)])
    expect(out + err).not.toContain('2020-01-01')
  }
  writeFileSync(file, JSON.stringify({ format: 'daymark-report', sha256, document: '{"version":2}' }))
  expect(await daymark(['verify', file])).toMatchObject({ code: 1, err: expect.stringContaining('was changed') })
  writeFileSync(file, '[]')
  expect(await daymark(['verify', file])).toMatchObject({ code: 1, err: expect.stringContaining('isn’t a report') })
})

describe('signing in', () => {
  test('mails a link, takes the pasted token, and keeps it for its owner alone', async () => {
    const { daymark, json, home } = device()
    const { fetch, calls } = testServer()
    const { code, out, err } = await daymark(['login', 'a@example.com', '--server', url], {
      fetch,
      stdin: `${testToken}\n`,
    })
    expect([code, calls[0]]).toEqual([0, 'POST /auth/magic-link'])
    expect(err).toContain('A link is on its way to a@example.com')
    expect(out).toContain('Signed in as a@example.com at daymark.example')
    expect(out + err).not.toContain(testToken)
    expect(statSync(home).mode & 0o077).toBe(0)
    for (const name of ['daymark.db', 'daymark.db-wal', 'daymark.db-shm']) {
      const file = statSync(join(home, name), { throwIfNoEntry: false })
      if (file) expect([name, file.mode & 0o077]).toEqual([name, 0])
    }
    expect(await json('status')).toMatchObject({ sync: { signed_in: true } })
  })

  test('takes back rights that others had to the file', async () => {
    const { daymark, home } = device()
    await daymark('status')
    chmodSync(join(home, 'daymark.db'), 0o644)
    chmodSync(home, 0o755)
    await daymark('status')
    expect([statSync(home).mode & 0o077, statSync(join(home, 'daymark.db')).mode & 0o077]).toEqual([0, 0])
  })

  test.each([
    ['a wrong token', 'wrong', 3],
    ['no token', '', 2],
    ['a token with a line break', 'a\nb', 2],
    ['a token that is no text for a header', '\u00e9\u0000', 2],
  ])('with %s fails and keeps nothing', async (_, stdin, expected) => {
    const { daymark, json } = device()
    expect((await daymark(login, { ...testServer(), stdin })).code).toBe(expected)
    expect(await json('sync status')).toMatchObject({ signed_in: false, email: null })
  })

  test.each([
    'http://daymark.example',
    'ftp://daymark.example',
    'https://a:b@daymark.example',
    'https://',
    'file:///etc/passwd',
    'http://[::2]',
  ])('sends no token to %s', async (server) => {
    const { daymark } = device()
    const { fetch, calls } = testServer()
    const { code } = await daymark(['login', '--server', server, '--token', testToken], { fetch })
    expect([code, calls]).toEqual([2, []])
  })

  test('offline says so', async () => {
    const { daymark } = device()
    const { code, err } = await daymark(login, { stdin: testToken })
    expect([code, err]).toEqual([4, expect.stringContaining('Can’t reach daymark.example')])
  })

  test('with another account waits for what was never sent', async () => {
    const { daymark, json } = device()
    await daymark(login, { ...testServer(), stdin: testToken })
    await daymark(['log', '25m mine'])
    const other = testServer({
      'GET /api/v1/me': () => Response.json({ id: 'user-2', email: 'b@example.com', username: 'b', preferences: {} }),
    })
    const refused = await daymark(login, { ...other, stdin: testToken })
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('changes of a@example.com')])
    expect((await json('sync status')).waiting).toEqual({ session: 1 })
    expect((await daymark('logout --forget')).code).toBe(1)
    expect((await daymark('logout --forget --force')).code).toBe(0)
    expect(await json('sync status')).toMatchObject({ email: null, waiting: {} })
  })

  test('out keeps the data, and the next write says how to sync it', async () => {
    const { daymark, home } = device()
    await daymark(login, { ...testServer(), stdin: testToken })
    expect((await daymark('logout')).code).toBe(0)
    expect(readFileSync(join(home, 'daymark.db')).includes(testToken)).toBe(false)
    expect((await daymark('sync')).code).toBe(3)
    expect((await daymark(['log', '5m x'])).out).toContain('sign in with daymark login EMAIL')
    expect((await daymark('logout')).code).toBe(3)
  })
})

describe('with a server', () => {
  const signedIn = async () => {
    const own = device()
    await own.daymark(login, { ...testServer(), stdin: testToken })
    return own
  }

  test('a write is sent at once, and a name is found there', async () => {
    const { json } = await signedIn()
    const { session, sync } = await json(['start', 'draft @Thesis !methods'], testServer())
    expect(session).toMatchObject({ title: 'draft', project_id: 'p1', goal_id: 'g1' })
    expect(sync).toEqual({ state: 'synced', waiting: 0 })
  })

  test('a write is kept where the server is gone or does not answer, and quickly', async () => {
    const { daymark, json } = await signedIn()
    let requests = 0
    const hangs: typeof fetch = (_, init) => {
      requests++
      return new Promise((_, failed) => init?.signal?.addEventListener('abort', () => failed(new Error('aborted'))))
    }
    const began = Date.now()
    const { code, out } = await daymark(['log', '5m x'], { fetch: hangs })
    expect([code, out]).toEqual([0, expect.stringContaining('Kept on this device (1 change)')])
    // The next command does not wait for a server that was not there.
    const before = requests
    await daymark(['log', '6m y'], { fetch: hangs })
    expect([before > 0, requests]).toEqual([true, before])
    // A request waits for a minute by default, and a busy machine takes seconds for nothing.
    expect(Date.now() - began).toBeLessThan(30_000)
    expect((await daymark('sync')).err).toContain('2 changes kept on this device')
    expect(await daymark('sync', testServer())).toMatchObject({ code: 0, out: 'Synced: 2 changes sent.\n' })
    expect((await json(['log', '7m z'], testServer())).sync).toEqual({ state: 'synced', waiting: 0 })
  })

  test('a token that was revoked is said', async () => {
    const { daymark } = await signedIn()
    const revoked = testServer({ 'POST /api/v1/sync': () => Response.json({ code: 'unauthorized' }, { status: 401 }) })
    expect(await daymark('sync', revoked)).toMatchObject({
      code: 3,
      err: expect.stringContaining('expired or was revoked'),
    })
  })

  test.each([
    ['a page of a hotel', () => new Response('<html>Welcome</html>')],
    ['a redirect', () => Response.redirect('https://evil.example/')],
    ['an empty answer', () => new Response(null, { status: 204 })],
    ['a broken answer', () => new Response('{"plans": [')],
    ['an answer of another shape', () => Response.json({ plans: 1 })],
  ])('%s loses nothing', async (_, answer) => {
    const { daymark, json } = await signedIn()
    await daymark(['log', '5m x'])
    const { code } = await daymark('sync', testServer({ 'POST /api/v1/sync': answer }))
    expect([1, 4]).toContain(code)
    expect((await json('sync status')).waiting).toEqual({ session: 1 })
  })

  test('statistics come from the server, else from this device', async () => {
    const { daymark, json } = await signedIn()
    await daymark(['log', '30m @Thesis'], testServer())
    const figures = {
      ...{ from: '2026-11-16', to: '2026-11-22', total_seconds: 7200, session_count: 2, active_days: 1 },
      ...{ current_streak: 1, longest_streak: 1, best_day: null, series: [] },
    }
    const server = testServer({
      'GET /api/v1/stats': () => Response.json(figures),
      'GET /api/v1/stats/breakdown': () => Response.json({ items: [{ label: 'Thesis', total_seconds: 7200 }] }),
    })
    expect(await json('stats --range 7', server)).toMatchObject({ source: 'server', total_seconds: 7200 })
    const own = await json('stats --range 7')
    expect(own).toMatchObject({
      source: 'device',
      total_seconds: 1800,
      projects: [{ label: 'Thesis', total_seconds: 1800 }],
    })
    expect(own.series).toHaveLength(7)
  })

  test('an export is written whole or not at all', async () => {
    const { daymark, home } = await signedIn()
    const file = join(home, 'all.json')
    const server = testServer({ 'GET /api/v1/exports/json': () => new Response('{"all":1}') })
    expect((await daymark(['export', 'json', '--output', file], server)).code).toBe(0)
    expect(readFileSync(file, 'utf8')).toBe('{"all":1}')
    expect((await daymark(['export', 'json', '--output', '-'], server)).out).toBe('{"all":1}')
    const broken = testServer({
      'GET /api/v1/exports/json': () =>
        new Response(new ReadableStream({ pull: (controller) => controller.error(new Error('cut off')) })),
    })
    expect((await daymark(['export', 'json', '--output', file], broken)).code).toBe(1)
    expect(readFileSync(file, 'utf8')).toBe('{"all":1}')
    expect((await daymark(['export', 'json', '--output', file])).code).toBe(4)
  })

  test('a backup is made, and waited for', async () => {
    const { json } = await signedIn()
    const backup = { id: 'exports/1', state: 'being_made', bytes: 0, rows: 0, verified_at: null, error: null }
    const states = ['being_made', 'ready']
    const server = testServer({
      'POST /api/v1/backups': () => Response.json(backup, { status: 201 }),
      'GET /api/v1/backups': () => Response.json({ items: [{ ...backup, state: states.shift(), rows: 7 }] }),
    })
    expect(await json('backup now', server)).toMatchObject({ code: 0, backup: { state: 'ready', rows: 7 } })
  })
})
