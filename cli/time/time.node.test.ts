import { describe, expect, test } from 'vitest'
import { device, noon } from '../testing'
import { testServer, testToken } from '../testing-server'

const minute = 60_000

describe('the timer', () => {
  test('starts, shows in status, and stops with a note', async () => {
    const { daymark, json } = device()
    const started = await daymark(['start', 'chapter 2'])
    expect([started.code, started.out]).toEqual([0, expect.stringContaining('Started chapter 2 at 10:00')])
    const status = await json('status', { now: noon + 25 * minute })
    expect(status).toMatchObject({ timer: { title: 'chapter 2', seconds: 1500 }, tracked_seconds: 0 })
    const narrow = await daymark('status', { now: noon + 25 * minute, columns: 32 })
    expect(narrow.out).toContain('chapter 2 since 10:…\n')
    const stopped = await json(['stop', '--note', 'done'], { now: noon + 50 * minute })
    expect(stopped).toMatchObject({ code: 0, session: { title: 'chapter 2', duration_seconds: 3000, notes: 'done' } })
    expect(await json('status', { now: noon + 60 * minute })).toMatchObject({ timer: null, tracked_seconds: 3000 })
  })

  test('starts after an earlier one, which it stops at that instant', async () => {
    const { json } = device()
    await json('start one')
    const second = await json('start two', { now: noon + 10 * minute })
    expect(second.stopped).toMatchObject({ title: 'one', duration_seconds: 600 })
    expect(second.stopped.ended_at).toBe(second.session.started_at)
  })

  test('starts earlier with since, but not over other time', async () => {
    const { json } = device()
    expect(await json('start call since 9:30')).toMatchObject({ session: { started_at: '2026-11-22T09:30:00.000Z' } })
    const refused = await json('start again since 9:10')
    expect(refused).toMatchObject({
      code: 2,
      error: { code: 'usage', message: expect.stringContaining('started at 09:30') },
    })
  })

  test('has a planned end with --for or a line, which the server starts', async () => {
    const asked: object[] = []
    const { fetch, calls } = testServer({
      'POST /api/v1/timer/start': ({ body }) => {
        asked.push(JSON.parse(body))
        return Response.json({ id: 's1', stopped: null }, { status: 201 })
      },
    })
    const { daymark } = device()
    const signedOut = await daymark(['start', 'thesis', '--for', '25m'])
    expect([signedOut.code, signedOut.err]).toEqual([3, expect.stringContaining('signed in')])
    await daymark(['login', '--server', 'https://daymark.test', '--token', '-'], { fetch, stdin: testToken })
    for (const line of [['thesis', '--for', '25m'], ['25m thesis focus'], ['start thesis for 25m']]) {
      const { code, out } = await daymark(['start', ...line], { fetch })
      expect([code, out]).toEqual([0, expect.stringContaining('Started thesis for 25m')])
      expect(asked.pop()).toMatchObject({ title: 'thesis', planned_seconds: 1500 })
    }
    for (const line of [['--for', '25m'], ['25m focus']]) {
      const { out } = await daymark(['start', ...line], { fetch })
      expect([out, asked.pop()]).toMatchObject([expect.stringContaining('Started Focus for 25m'), { title: '' }])
    }
    expect(calls.filter((call) => call === 'POST /api/v1/timer/start')).toHaveLength(5)
    const offline = await daymark(['start', 'thesis', '--for', '25m'], {
      fetch: () => Promise.reject(new TypeError('fetch failed')),
    })
    expect([offline.code, offline.err]).toEqual([
      4,
      expect.stringMatching(/Nothing was started.*without a planned end/s),
    ])
    expect((await daymark(['start', 'thesis'])).code).toBe(0)
    const wrong = await daymark(['start', 'thesis', '--for', '13h'], { fetch })
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('not 13h')])
  })

  test('is called a focus where one without a title was started here', async () => {
    let id = ''
    const start = () => Response.json({ id, stopped: null }, { status: 201 })
    const { fetch } = testServer({ 'POST /api/v1/timer/start': start })
    const { daymark, json } = device()
    await daymark(['login', '--server', 'https://daymark.test', '--token', '-'], { fetch, stdin: testToken })
    id = (await json('start', { fetch })).session.id
    expect((await daymark('status')).out).toContain('Untitled session since')
    await daymark('start --for 25m', { fetch })
    expect((await daymark('status')).out).toContain('Focus since')
    expect((await daymark('stop')).out).toContain('Focus stopped')
  })

  test('asks when one that was forgotten ended', async () => {
    const { json } = device()
    await json('start work')
    const later = { now: noon + 30 * 3_600_000 }
    expect(await json('stop', later)).toMatchObject({ code: 2, error: { hint: expect.stringContaining('--at') } })
    const stopped = await json('stop --at 17:30', later)
    expect(stopped.session).toMatchObject({ ended_at: '2026-11-22T17:30:00.000Z', duration_seconds: 7.5 * 3600 })
  })

  test('is stopped neither in the future nor before its start', async () => {
    const { json } = device()
    await json('start work')
    const refused = await json('stop --at 13:00')
    expect(refused).toMatchObject({ code: 2, error: { message: '13:00 is in the future.' } })
    expect((await json('stop')).session).toMatchObject({ ended_at: new Date(noon).toISOString() })
    // A clock that was set back does not end it before its start.
    const { session } = await json('start work')
    expect((await json('stop', { now: noon - minute })).session).toMatchObject({ ended_at: session.started_at })
  })

  test('is not stopped where none runs', async () => {
    const { daymark } = device()
    expect(await daymark('stop')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('No timer is running.'),
    })
  })
})

describe('a logged session', () => {
  test('has the times of its line', async () => {
    const { json } = device()
    const { session } = await json(['log', '9-10:30 writing'], { now: noon + 3_600_000 })
    expect(session).toMatchObject({ title: 'writing', started_at: '2026-11-22T09:00:00.000Z', duration_seconds: 5400 })
  })

  test('of yesterday follows the last one there', async () => {
    const { daymark, json } = device()
    const night = await daymark(['log', '2026-11-19 23:30-0:30 night'])
    expect(night.out).toContain('Thu 19 Nov, 23:30 – Fri 20 Nov, 00:30')
    await json(['log', 'yesterday 14-15 call'])
    const { session } = await json(['log', 'yesterday 25m notes'])
    expect(session).toMatchObject({ started_at: '2026-11-21T15:00:00.000Z', ended_at: '2026-11-21T15:25:00.000Z' })
  })

  test('keeps a tag in its title', async () => {
    const { json } = device()
    expect((await json(['log', '25m draft #deep'])).session.title).toBe('draft #deep')
  })

  test.each([
    ['a title alone', 'Add a time'],
    ['25:00-26:00 x', 'There is no 25:00. Use hours from 0 to 23.'],
    ['9-10 x @Nobody', 'No project is called “Nobody”.'],
    ['9-10 x !Nothing', 'No open goal is called “Nothing”.'],
    ['9-10 x %nothing', 'No plan is called “nothing”.'],
    ['9-10 x ^task', 'A task can’t be named'],
    [`25m ${'x'.repeat(201)}`, 'at most 200 characters'],
    ['11-12 later', 'This ends in the future.'],
  ])('%j is refused with the reason, and nothing is kept', async (line, reason) => {
    const { json } = device()
    const answer = await json(['log', line])
    expect(answer).toMatchObject({ code: 2, error: { message: expect.stringContaining(reason) } })
    expect(await json('sync status')).toMatchObject({ waiting: {} })
  })
})

test('two commands at once both keep what they were told', async () => {
  const { home, json } = device()
  await Promise.all(Array.from({ length: 6 }, (_, n) => device(home).json(['log', `${n + 1}m call ${n}`])))
  expect((await json('sync status')).waiting).toEqual({ session: 6 })
})
