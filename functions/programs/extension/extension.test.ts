import { env } from 'cloudflare:workers'
import { describe, expect, test, vi } from 'vitest'
import { request, rows, signedIn } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { wrongSums } from '../../../test/support/models/sums'
import { asked } from '../../account/auth/programs/testing'
import { answered, extensionOf, idOf, pull } from './testing'

/** A Thursday of the week 2026-W07, in Berlin. */
const noon = Date.parse('2026-02-12T11:00:00.250Z')
const at = (minutes: number) => vi.setSystemTime(noon + minutes * 60_000)

stopClock(noon)

const person = async () => {
  const client = await signedIn({ time_zone: 'Europe/Berlin' })
  return { ...client, ...(await extensionOf(client.userId)), page: client.get }
}

const problem = (status: number, ...paths: string[]) => [
  status,
  expect.objectContaining({
    status,
    error: expect.any(String),
    code: expect.any(String),
    ...(paths.length > 0 && { errors: paths.map((path) => expect.objectContaining({ path })) }),
  }),
]

describe('starting', () => {
  test('opens a session of the pull request', async () => {
    const { start, userId } = await person()
    const [status, json] = await start({ branch: 'fix/login', pr_title: 'Fix the login', is_private: true })
    expect(status).toBe(201)
    expect(json).toEqual({
      session_id: expect.any(Number),
      start_time: '2026-02-12T11:00:00.000Z',
      ...pull,
      status: 'active',
    })
    expect(Number.isInteger(idOf([status, json]))).toBe(true)
    const stored = await rows('SELECT source, title, branch, time_zone FROM sessions WHERE user_id = ?', userId)
    expect(stored).toEqual([
      { source: 'extension', title: 'Fix the login', branch: 'fix/login', time_zone: 'Europe/Berlin' },
    ])
  })

  test('at once, many times, opens one', async () => {
    const { start, userId } = await person()
    const answers = await Promise.all(Array.from({ length: 8 }, () => start()))
    expect(new Set(answers.map((answer) => idOf(answer))).size).toBe(1)
    expect(await rows('SELECT number FROM sessions WHERE user_id = ?', userId)).toHaveLength(1)
  })

  test('finds one abandoned that was left open for 12 hours, and opens another', async () => {
    const { start, get, end, userId } = await person()
    const left = idOf(await start())
    at(12 * 60)
    expect(await get('/api/sessions')).toMatchObject([200, { sessions: [{ id: left, status: 'abandoned' }], total: 1 }])
    const next = idOf(await start())
    expect(next).not.toBe(left)
    expect((await end(left, { duration_seconds: 600 }))[0]).toBe(200)
    const [, { sessions }] = (await get('/api/sessions')).map(Object)
    expect(sessions).toMatchObject([
      { id: next, status: 'active' },
      { id: left, status: 'completed', duration_seconds: 600, end_time: '2026-02-12T11:10:00.000Z' },
    ])
    expect(await wrongSums(userId)).toEqual([])
  })

  test('of other pull requests, or after the end, opens another', async () => {
    const { start, end } = await person()
    const first = idOf(await start())
    const ids = [idOf(await start({ pr_number: 215 })), idOf(await start({ repo_name: 'api' }))]
    await end(first)
    expect(new Set([first, ...ids, idOf(await start())]).size).toBe(4)
  })

  test('takes a title and a branch as long as GitHub has them, or none', async () => {
    const { start, userId } = await person()
    expect((await start({ pr_title: `${'é'.repeat(198)}😀${'x'.repeat(56)}`, branch: 'b'.repeat(300) }))[0]).toBe(201)
    expect((await start({ pr_number: 2, pr_title: null, branch: null }))[0]).toBe(201)
    const stored = await rows('SELECT title, branch FROM sessions WHERE user_id = ? ORDER BY number', userId)
    expect(stored).toEqual([
      { title: `${'é'.repeat(198)}😀…`, branch: `${'b'.repeat(254)}…` },
      { title: '', branch: null },
    ])
  })

  test.each([
    [{ repo_owner: 'a/b' }, 'repo_owner'],
    [{ repo_name: '..' }, 'repo_name'],
    [{ repo_name: 'a#1' }, 'repo_name'],
    [{ repo_name: 'x'.repeat(101) }, 'repo_name'],
    [{ repo_name: undefined }, 'repo_name'],
    [{ pr_number: 0 }, 'pr_number'],
    [{ pr_number: 1.5 }, 'pr_number'],
    [{ pr_number: '214' }, 'pr_number'],
    [{ pr_title: 5 }, 'pr_title'],
    [{ pr_title: 'x'.repeat(1001) }, 'pr_title'],
  ])('refuses a wrong $1 (%#)', async (body, path) => {
    const { start, userId } = await person()
    expect(await start(body)).toEqual(problem(422, path))
    expect(await rows('SELECT number FROM sessions WHERE user_id = ?', userId)).toEqual([])
  })
})

describe('ending', () => {
  const started = async () => {
    const someone = await person()
    return { ...someone, id: idOf(await someone.start()) }
  }
  const answer = (session_id: number, start: string, end: string, duration_seconds: number) => [
    200,
    {
      session_id,
      start_time: `2026-02-12T${start}.000Z`,
      end_time: `2026-02-12T${end}.000Z`,
      duration_seconds,
      status: 'completed',
    },
  ]

  const json = { 'Content-Type': 'application/json' }
  test.each([
    ['nothing', undefined, {}],
    ['no body of JSON', undefined, json],
    ['an empty object', {}, json],
    ['null', { duration_seconds: null }, json],
  ])('with %s is from the start to now', async (_, body, type) => {
    const { id, token, userId } = await started()
    at(25)
    const ended = await answered(asked('PATCH', `/api/sessions/${id}/end`, token, body, type))
    expect(ended).toEqual(answer(id, '11:00:00', '11:25:00', 1500))
    expect(await wrongSums(userId)).toEqual([])
  })

  test('with a longer duration, sent late, ends now and began that much earlier', async () => {
    const { id, end, userId, get } = await started()
    expect(await end(id, { duration_seconds: 3600 })).toEqual(answer(id, '10:00:00', '11:00:00', 3600))
    const [, listed] = await get(`/api/sessions/${id}`)
    expect(listed).toMatchObject({ start_time: '2026-02-12T10:00:00.000Z', duration_seconds: 3600 })
    expect(await wrongSums(userId)).toEqual([])
  })

  test('again, or many times at once, ends it once, and answers the same', async () => {
    const { id, end, heads, userId } = await started()
    at(25)
    const seconds = [0, 60, 120, 180, 240, 300]
    const answers = await Promise.all(seconds.map((duration_seconds) => end(id, { duration_seconds })))
    const before = await heads()
    at(90)
    answers.push(await end(id, { duration_seconds: 5400 }), await end(id))
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1)
    expect(await heads()).toEqual(before)
    expect(await wrongSums(userId)).toEqual([])
  })

  test('of one that its person deleted is heard, and leaves it deleted', async () => {
    const { id, end, get, userId } = await started()
    await rows('UPDATE sessions SET deleted_at = 1 WHERE number = ?', id)
    at(25)
    expect(await end(id, { duration_seconds: 600 })).toEqual(answer(id, '11:00:00', '11:10:00', 600))
    expect(await rows('SELECT status FROM sessions WHERE number = ?', id)).toEqual([{ status: 'active' }])
    expect(await get(`/api/sessions/${id}`)).toEqual(problem(404))
    expect(await wrongSums(userId)).toEqual([])
  })

  test('needs a duration when it began more than 72 hours ago', async () => {
    const { id, userId } = await started()
    at(73 * 60 + 24 * 60)
    const { end } = await extensionOf(userId)
    expect(await end(id)).toEqual(problem(422, 'duration_seconds'))
    expect((await end(id, { duration_seconds: 72 * 3600 }))[0]).toBe(200)
  })

  test.each([-1, 1.5, '60', 72 * 3600 + 1, [], true])('refuses a duration of %j', async (duration_seconds) => {
    const { id, end } = await started()
    expect(await end(id, { duration_seconds })).toEqual(problem(422, 'duration_seconds'))
  })

  test.each(['x', '1e3', '-1', '0x1', '999999999', '9'.repeat(40)])('of the session %s is 404', async (odd) => {
    const { token } = await person()
    expect(await answered(asked('PATCH', `/api/sessions/${odd}/end`, token))).toEqual(problem(404))
  })

  test('falls on the days of the person, across midnight and a change of clocks', async () => {
    vi.setSystemTime(Date.parse('2026-03-28T22:30:00Z'))
    const { start, end, get } = await person()
    const id = idOf(await start())
    vi.setSystemTime(Date.parse('2026-03-29T01:30:00Z'))
    await end(id)
    expect(await get('/api/stats/daily?days=7')).toEqual([
      200,
      {
        stats: [
          { date: '2026-03-29', total_seconds: 9000, session_count: 0 },
          { date: '2026-03-28', total_seconds: 1800, session_count: 1 },
        ],
        days: 7,
        total_stats: 2,
      },
    ])
  })
})

describe('pages', () => {
  test('show a session’s pull request, leading to it at GitHub and to its repository', async () => {
    const { start, end, page, post, userId } = await person()
    const number = idOf(await start({ pr_title: 'Fix the login' }))
    at(25)
    await end(number)
    const [{ id, seq } = { id: '', seq: 0 }] = await rows<{ id: string; seq: number }>(
      'SELECT id, seq FROM sessions WHERE user_id = ?',
      userId,
    )
    const links = ['href="https://github.com/acme/web/pull/214"', 'href="/stats/repos/acme/web"']
    for (const path of ['/', '/sessions', `/sessions/${id}`]) {
      const html = await (await page(path)).text()
      for (const link of links) expect(html, path).toContain(link)
    }
    await post(`/sessions/${id}`, { seq, title: 'Review' }, { part: true })
    const kept = await rows('SELECT title, repo_owner, repo_name, pr_number FROM sessions WHERE user_id = ?', userId)
    expect(kept).toEqual([{ title: 'Review', ...pull }])
    expect(await wrongSums(userId)).toEqual([])
  })

  test('lead to the GitHub that is set up, in parts too', async () => {
    const { start, end, cookie } = await person()
    await end(idOf(await start()))
    const settings = { ...env, GITHUB_URL: 'https://git.example.org/' }
    const parts: Record<string, string>[] = [{}, { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }]
    for (const part of parts) {
      const html = await (await request('/sessions', { headers: { Cookie: cookie, ...part } }, settings)).text()
      expect(html).toContain('href="https://git.example.org/acme/web/pull/214"')
    }
  })
})

describe('lists', () => {
  test('have what each session is, the latest first', async () => {
    const { start, end, get, post } = await person()
    const first = idOf(await start({ pr_title: 'Fix the login' }))
    at(25)
    await end(first)
    const second = idOf(await start({ pr_number: 7, repo_name: 'api' }))
    await post('/sessions', { title: 'No pull request', date: '2026-02-11', started_at: '09:00', duration: '1h' })
    const one = {
      id: first,
      ...pull,
      pr_title: 'Fix the login',
      start_time: '2026-02-12T11:00:00.000Z',
      end_time: '2026-02-12T11:25:00.000Z',
      duration_seconds: 1500,
      status: 'completed',
      created_at: '2026-02-12T11:00:00.250Z',
    }
    const two = {
      ...one,
      id: second,
      repo_name: 'api',
      pr_number: 7,
      pr_title: null,
      start_time: '2026-02-12T11:25:00.000Z',
      end_time: null,
      duration_seconds: null,
      status: 'active',
      created_at: '2026-02-12T11:25:00.250Z',
    }
    for (const [query, page] of [
      ['', { sessions: [two, one], limit: 50, offset: 0, has_more: false }],
      ['?limit=1', { sessions: [two], limit: 1, offset: 0, has_more: true }],
      ['?limit=1&offset=1', { sessions: [one], limit: 1, offset: 1, has_more: false }],
      ['?limit=1000&offset=999999', { sessions: [], limit: 100, offset: 999999, has_more: false }],
    ] as const) {
      expect(await get(`/api/sessions${query}`)).toEqual([200, { ...page, total: 2 }])
    }
    expect(await get(`/api/sessions/${first}`)).toEqual([200, one])
    expect(await get(`/api/sessions/${second}`)).toEqual([200, two])
    await rows('UPDATE sessions SET deleted_at = 1 WHERE number = ?', second)
    expect(await get('/api/sessions')).toMatchObject([200, { sessions: [one], total: 1 }])
    expect(await (await person()).get('/api/sessions')).toMatchObject([200, { sessions: [], total: 0 }])
  })
})

describe('statistics', () => {
  test('count the sessions of pull requests only', async () => {
    const { start, end, get, post } = await person()
    await post('/sessions', { title: 'Other work', date: '2026-02-12', started_at: '08:00', duration: '1h' })
    await end(idOf(await start()), { duration_seconds: 3600 })
    await end(idOf(await start({ repo_owner: 'Acme', pr_number: 9 })), { duration_seconds: 1801 })
    await start({ pr_number: 10 })
    const today = { date: '2026-02-12', total_seconds: 5401, session_count: 2 }
    expect(await get('/api/stats/daily')).toEqual([200, { stats: [today], days: 30, total_stats: 1 }])
    expect(await get('/api/stats/daily?days=9999')).toEqual([200, { stats: [today], days: 365, total_stats: 1 }])
    const week = { week: '2026-W07', total_seconds: 5401, session_count: 2, daily_breakdown: [today] }
    expect(await get('/api/stats/weekly?week=2026-W07')).toEqual([200, week])
    expect(await get('/api/stats/weekly')).toEqual([200, week])
    const empty = { week: '2025-W01', total_seconds: 0, session_count: 0, daily_breakdown: [] }
    expect(await get('/api/stats/weekly?week=2025-W01')).toEqual([200, empty])
    const repo = { repo_owner: 'ACME', repo_name: 'web', total_seconds: 5401, session_count: 2, avg_seconds: 2701 }
    expect(await get('/api/stats/repo/ACME/web')).toEqual([200, repo])
    const none = { total_seconds: 0, session_count: 0, avg_seconds: 0 }
    expect(await get('/api/stats/repo/acme/none')).toMatchObject([200, none])
    const nobody = await person()
    const zeros = { total_seconds: 0, total_sessions: 0, avg_seconds_per_day: 0, avg_seconds_per_session: 0 }
    expect(await nobody.get('/api/stats/summary')).toMatchObject([200, { ...zeros, active_days: 0 }])
    expect(await nobody.get('/api/stats/daily')).toEqual([200, { stats: [], days: 30, total_stats: 0 }])
    expect(await get('/api/stats/summary')).toEqual([
      200,
      {
        period_days: 30,
        total_seconds: 5401,
        total_sessions: 2,
        avg_seconds_per_day: 180,
        avg_seconds_per_session: 2701,
        active_days: 1,
      },
    ])
  })

  test.each([
    ['stats/weekly?week=2026-W54', 'week'],
    ['stats/weekly?week=', 'week'],
    ['stats/daily?days=0', 'days'],
    ['stats/daily?days=x', 'days'],
    ['sessions?limit=0', 'limit'],
    ['sessions?limit=', 'limit'],
    ['sessions?offset=-1', 'offset'],
    ['sessions?offset=1.5', 'offset'],
  ])('refuse %s', async (path, member) => {
    expect(await (await person()).get(`/api/${path}`)).toEqual(problem(422, member))
  })
})

describe('activities', () => {
  const entry = { activity_type: 'comment', ...pull }

  test('are counted on the days of the person', async () => {
    const { review, start, get, userId } = await person()
    const session_id = idOf(await start())
    const answer = await review({ session_id, metadata: { lines: 3, note: '<b>' }, extra: 1 })
    expect(answer).toEqual([201, { activity_id: expect.any(Number), ...entry, created_at: '2026-02-12T11:00:00.250Z' }])
    await review({ activity_type: 'approve', created_at: '2026-02-11T23:30:00.000Z' })
    await review({ activity_type: 'request_changes', created_at: '2026-02-11T22:30:00+00:00' })
    expect(await get('/api/activities/stats?days=30')).toEqual([
      200,
      {
        stats: [
          { date: '2026-02-12', comment_count: 1, approve_count: 1, request_changes_count: 0, total_count: 2 },
          { date: '2026-02-11', comment_count: 0, approve_count: 0, request_changes_count: 1, total_count: 1 },
        ],
        period_days: 30,
      },
    ])
    const [stored] = await rows<{ session_id: string; metadata: string }>(
      'SELECT a.session_id = s.id AS session_id, metadata FROM pr_review_activities a JOIN sessions s ON s.number = ? WHERE a.user_id = ? ORDER BY a.number',
      session_id,
      userId,
    )
    expect(stored).toEqual({ session_id: 1, metadata: '{"lines":3,"note":"<b>"}' })
  })

  test('come in batches, all or nothing, each with its id', async () => {
    const { reviews, userId } = await person()
    const when = (second: number) => ({ ...entry, created_at: `2026-02-12T10:00:0${second}.000Z` })
    const [status, json] = await reviews([when(2), when(1), { ...entry, activity_type: 'approve' }])
    expect([status, json]).toEqual([201, { activity_ids: expect.any(Array), created_count: 3, count: 3 }])
    const stored = await rows<{ number: number; created_at: number }>(
      'SELECT number, created_at FROM pr_review_activities WHERE user_id = ? ORDER BY number',
      userId,
    )
    expect(stored.map(({ created_at }) => new Date(created_at).toISOString())).toEqual([
      '2026-02-12T10:00:02.000Z',
      '2026-02-12T10:00:01.000Z',
      '2026-02-12T11:00:00.250Z',
    ])
    expect(json).toMatchObject({ activity_ids: stored.map(({ number }) => number) })
    expect(await reviews([when(3), { ...entry, pr_number: 0 }])).toEqual(problem(422, 'activities.1.pr_number'))
    expect(await reviews([when(3), { ...when(4), session_id: 1e9 }])).toEqual(problem(422, 'activities.1.session_id'))
    expect(await rows('SELECT 1 FROM pr_review_activities WHERE user_id = ?', userId)).toHaveLength(3)
  })

  test('reported again, with the instant at which they were, stay one each', async () => {
    const { reviews, review, userId } = await person()
    const same = { ...entry, created_at: '2026-02-12T10:00:00.000Z' }
    const first = await reviews([same, same, { ...same, activity_type: 'approve' }])
    at(5)
    const [status, again] = await reviews([same, same, { ...same, activity_type: 'approve' }])
    expect([status, again]).toEqual([201, { ...Object(first[1]), created_count: 0 }])
    const [, one] = await review({ created_at: '2026-02-12T11:00:00+01:00' })
    expect(one).toMatchObject({ activity_id: Object(first[1]).activity_ids[0] })
    expect(await rows('SELECT 1 FROM pr_review_activities WHERE user_id = ?', userId)).toHaveLength(3)
  })

  const tooMuch = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`key ${index}`, index]))
  test.each([
    [{ activity_type: 'merge' }, 'activity_type'],
    [{ repo_owner: 'a b' }, 'repo_owner'],
    [{ created_at: '2026-02-12T11:05:01.000Z' }, 'created_at'],
    [{ created_at: 'yesterday' }, 'created_at'],
    [{ created_at: '2026-02-30T10:00:00Z' }, 'created_at'],
    [{ session_id: 'x' }, 'session_id'],
    [{ metadata: 'x' }, 'metadata'],
    [{ metadata: tooMuch }, 'metadata'],
  ])('refuse a wrong $1 (%#)', async (body, path) => {
    const { review, userId } = await person()
    expect(await review(body)).toEqual(problem(422, path))
    expect(await rows('SELECT 1 FROM pr_review_activities WHERE user_id = ?', userId)).toEqual([])
  })

  test('of somebody else’s session are refused', async () => {
    const id = idOf(await (await person()).start())
    expect(await (await person()).review({ session_id: id })).toEqual(problem(422, 'session_id'))
  })

  test('are at most 500 at once, and at least one', async () => {
    const { reviews } = await person()
    expect((await reviews(Array.from({ length: 500 }, () => entry)))[0]).toBe(201)
    expect(await reviews(Array.from({ length: 501 }, () => entry))).toEqual(problem(422, 'activities'))
    expect(await reviews([])).toEqual(problem(422, 'activities'))
  })
})
