import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { type Client, rows, signedIn, text, toastOf } from '../../../../test/support/client'
import { stopClock } from '../../../../test/support/clock'
import { wrongSums } from '../../../../test/support/models/sums'
import { event } from '../../../apps/usage/testing'
import { ledger, put, words } from '../../sessions/testing'
import { abandonOverdue } from './abandon'
import { putUnfinished, putVisit, storedSession, visitsOf } from './testing'

const start = '2026-11-18T08:05:00Z'
const berlin = { time_zone: 'Europe/Berlin', clock: 24 as const }

const at = (instant: string) => vi.setSystemTime(Date.parse(instant))
const bar = (html: string) => words(/<section class="timer.*?<\/section>/s.exec(html)?.[0] ?? '')
const asks = async (client: Client) => bar(await text(client.get('/goals'))).includes('Still working?')

/** A person whose timer was started at `start` and left running. */
const unfinished = async (given: Parameters<typeof putUnfinished>[2] = {}, from = start) => {
  const client = await signedIn(berlin)
  const id = await putUnfinished(client, from, given)
  const act = async (step: string, fields: Record<string, string> = {}, how = {}) =>
    client.post(`/timer/forgotten/${id}/${step}`, { seq: (await storedSession(client, id)).seq, ...fields }, how)
  return { client, id, act, session: () => storedSession(client, id) }
}

stopClock(start)

test('a timer asks after the time that the person chose, and not before', async () => {
  const client = await signedIn({ ...berlin, ask_after_minutes: 60 })
  await putUnfinished(client, start)
  at('2026-11-18T09:04:59Z')
  expect(await asks(client)).toBe(false)
  at('2026-11-18T09:15:30Z')
  expect(bar(await text(client.get('/goals')))).toContain('Still working? Running since 09:05 , 1h 10m.')
})

test('“yes” lets it run on and is asked again later; Undo takes the answer back', async () => {
  const { client, id, session } = await unfinished()
  at('2026-11-18T13:00:00Z')
  const { seq } = await session()
  const answer = await client.post('/timer/forgotten/answer', { id, seq }, { page: '/goals' })
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/goals'])
  expect(await session()).toMatchObject({ status: 'active', last_heartbeat_at: Date.now() })
  expect(await asks(client)).toBe(false)
  const { message, undo } = toastOf(answer)
  expect(message).toBe('“Work” is still running. Next check-in at 18:00')
  at('2026-11-18T13:05:00Z')
  expect((await client.post(undo)).status).toBe(303)
  expect(await session()).toMatchObject({ status: 'active', last_heartbeat_at: null })
  expect(await asks(client)).toBe(true)
})

const startInThePast = async (client: Client) => {
  expect((await client.post('/timer/start', { started_at: start })).status).toBe(303)
}
const moveIntoThePast = async (client: Client) => {
  await client.post('/timer/start', { title: 'Methods' })
  const field = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
  const form = /<form class="edit".*?<\/form>/s.exec(await text(client.get('/timer')))?.[0] ?? ''
  const edit = { id: field(form, 'id'), seq: field(form, 'seq'), started_at: '2026-11-18 09:05' }
  expect((await client.post('/timer/edit', edit)).headers.get('Location')).toBe('/timer')
}

test.each([
  ['is started in the past', startInThePast],
  ['gets a start in the past', moveIntoThePast],
])('one that %s asks from when that was said', async (_, begin) => {
  const client = await signedIn(berlin)
  at('2026-11-19T08:04:00Z')
  await begin(client)
  expect(bar(await text(client.get('/goals')))).toContain('23h 59m')
  at('2026-11-19T12:03:59Z')
  expect(await asks(client)).toBe(false)
  at('2026-11-19T12:04:00Z')
  expect(await asks(client)).toBe(true)
})

test('after 24 hours without an answer it is given up on the next visit: out of the sums, on top of the sessions', async () => {
  const { client, session } = await unfinished({ title: 'Methods' })
  at('2026-11-19T08:04:59Z')
  await client.get('/')
  expect(await session()).toMatchObject({ status: 'active' })
  at('2026-11-21T10:00:00Z')
  const before = await client.heads()
  const html = await text(client.get('/sessions'))
  expect(html).toMatch(/id="left-running".*Methods/s)
  expect(await session()).toMatchObject({ status: 'abandoned', ended_at: Date.parse('2026-11-19T08:05:00Z') })
  expect((await client.heads())?.seq).toBe((before?.seq ?? 0) + 1)
  expect(bar(html).trim()).toBe('')
  expect(await ledger(client)).toEqual([])
  expect(await wrongSums(client.userId)).toEqual([])
  expect(await text(client.get('/'))).toContain('A session was left running')
  expect(await text(client.get('/sessions?from=2026-11-01&to=2026-11-30'))).not.toContain('left-running')
})

test('marking is done once, and leaves others alone', async () => {
  const [{ client, session }, other] = [await unfinished(), await unfinished()]
  for (let pr = 1; pr <= 4; pr += 1) await putUnfinished(client, '2026-11-19T07:00:00Z', { source: 'extension', pr })
  at('2026-11-19T18:00:00Z')
  expect(await abandonOverdue(env.DB, { id: client.userId }, Date.now())).toBe(1)
  const marked = await session()
  expect(await abandonOverdue(env.DB, { id: client.userId }, Date.now())).toBe(0)
  expect(await session()).toEqual(marked)
  expect(await other.session()).toMatchObject({ status: 'active' })
  at('2026-11-19T19:00:00Z')
  expect(await abandonOverdue(env.DB, { id: client.userId }, Date.now())).toBe(4)
})

test('ends are offered by evidence: the last visit before the present one, an app, a pull request, an answer', async () => {
  const client = await signedIn(berlin)
  const id = await putUnfinished(client, start, { answered: Date.parse('2026-11-18T09:00:00Z') })
  await putVisit(client, '2026-11-18T08:30:00Z', '2026-11-18T10:20:00Z')
  await putVisit(client, '2026-11-18T11:05:00Z', '2026-11-18T11:10:00Z')
  await rows(
    `INSERT INTO pr_review_activities (user_id, activity_type, repo_owner, repo_name, pr_number, date, created_at)
     VALUES (?, 'comment', 'acme', 'web', 1, '2026-11-18', ?)`,
    client.userId,
    Date.parse('2026-11-18T10:50:00Z'),
  )
  at('2026-11-18T16:00:00Z')
  const uses = [
    ['a', '2026-11-18T10:30:00Z', '2026-11-18T10:40:00Z'],
    ['b', '2026-11-18T15:50:00Z', '2026-11-18T15:59:00Z'],
    ['c', '2026-11-18T06:00:00Z', '2026-11-18T07:10:00Z'],
  ] as const
  const events = uses.map(([use, from, to]) => event(use, 'org.example', from, to))
  expect((await client.json('POST', '/api/v1/usage', { events })).status).toBe(200)
  at('2026-11-18T15:00:00Z')
  await client.get('/goals')
  at('2026-11-18T16:00:00Z')
  await putVisit(client, '2026-11-18T15:50:00Z', '2026-11-18T15:58:00Z')
  const html = await text(client.get(`/timer/forgotten/${id}`))
  const main = words(html.slice(html.indexOf('<main')))
  const offered = [...main.matchAll(/Ended (\d\d:\d\d) , ([^·]+) · (\d[^E]*?m)\b/g)].map((found) => found.slice(1, 4))
  expect(offered).toEqual([
    ['16:00', 'when you last viewed a page', '6h 55m'],
    ['12:10', 'when you viewed a page earlier', '3h 05m'],
    ['11:50', 'at your last pull-request activity', '2h 45m'],
    ['11:40', 'at the last app usage', '2h 35m'],
    ['10:00', 'when you last confirmed it', '55m'],
  ])
})

test('the start of the next timer is offered as an end, finished or running', async () => {
  const client = await signedIn(berlin)
  const id = await putUnfinished(client, start)
  at('2026-11-20T10:00:00Z')
  await client.get('/')
  const offered = async () => {
    const html = await text(client.get(`/timer/forgotten/${id}`))
    return [...words(html).matchAll(/Ended ([^·]+) , when the next timer started · (\S+ \S+)/g)].map((end) =>
      end.slice(1),
    )
  }
  expect(await offered()).toEqual([])
  expect((await client.post('/timer/start', { title: 'Desk', started_at: '2026-11-20T09:30:00Z' })).status).toBe(303)
  expect(await offered()).toEqual([['10:30', '49h 25m']])
  expect((await client.post('/timer/stop')).status).toBe(303)
  expect(await offered()).toEqual([['10:30', '49h 25m']])
})

test('visits are noted while a timer runs, by pages alone, once a minute, as stretches', async () => {
  const client = await signedIn(berlin)
  await client.get('/goals')
  await putUnfinished(client, start)
  const seen = async (time: string, how = {}) => {
    at(`2026-11-18T${time}Z`)
    await client.get('/goals', how)
    return (await visitsOf(client)).map((visit) =>
      [visit.started_at, visit.ended_at].map((instant) => new Date(instant).toISOString().slice(11, 16)).join('–'),
    )
  }
  expect(await seen('08:10:00')).toEqual(['08:10–08:10'])
  expect(await seen('08:10:59')).toEqual(['08:10–08:10'])
  expect(await seen('08:20:00', { part: true })).toEqual(['08:10–08:10'])
  expect(await seen('08:39:00')).toEqual(['08:10–08:39'])
  expect(await seen('12:00:00')).toEqual(['08:10–08:39', '12:00–12:00'])
})

test('an end by evidence completes it over midnight, and Undo brings the wait back', async () => {
  const { client, id, act, session } = await unfinished({}, '2026-11-18T22:00:00Z')
  at('2026-11-20T10:00:00Z')
  await client.get('/')
  const waiting = await session()
  const answer = await act('settle', { ended_at: '2026-11-19T00:30:00.000Z' })
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/sessions'])
  const { message, undo } = toastOf(answer)
  expect(message).toBe('Ended “Work” at 01:30, 2h 30m')
  expect(await session()).toMatchObject({ status: 'completed', started_at: waiting.started_at })
  expect(await ledger(client)).toMatchObject([
    { date: '2026-11-18', seconds: 3600 },
    { date: '2026-11-19', seconds: 5400 },
  ])
  expect(await wrongSums(client.userId)).toEqual([])
  expect((await client.get(`/timer/forgotten/${id}`)).headers.get('Location')).toBe(`/sessions/${id}`)
  expect((await client.post(undo)).status).toBe(303)
  expect({ ...(await session()), seq: 0 }).toEqual({ ...waiting, seq: 0 })
  expect(await ledger(client)).toEqual([])
  expect(await wrongSums(client.userId)).toEqual([])
  expect((await client.post(undo)).status).toBe(409)
})

test('an end that cannot be is refused with why', async () => {
  const { client, id, act, session } = await unfinished()
  at('2026-11-18T18:00:00Z')
  const before = await session()
  const answer = await act('settle', { ended_at: '8:00' })
  expect([answer.status, await text(answer)]).toEqual([422, expect.stringContaining('The end is before the start.')])
  expect((await client.post(`/timer/forgotten/${id}/settle`, { ended_at: '10:00' })).status).toBe(422)
  expect(await session()).toEqual(before)
})

test('two timers never overlap: the next one’s start is the latest end there is', async () => {
  const { client, act } = await unfinished()
  at('2026-11-19T12:00:00Z')
  await client.post('/timer/start', { title: 'Next' })
  at('2026-11-19T13:00:00Z')
  const late = await act('settle', { ended_at: '2026-11-19T12:00:01Z' })
  expect(late.status).toBe(422)
  expect(await late.text()).toContain('The timer was started again at 13:00. Choose 13:00 or earlier.')
  expect((await act('resume')).status).toBe(409)
  await client.post('/timer/stop')
  expect((await act('resume')).status).toBe(409)
  expect((await act('settle', { ended_at: '2026-11-19T12:00:00Z' })).status).toBe(303)
  expect(await wrongSums(client.userId)).toEqual([])
})

test('one that was given up can run on from its old start, and Undo gives it up again', async () => {
  const { client, act, session } = await unfinished()
  at('2026-11-19T10:00:00Z')
  await client.get('/')
  const answer = await act('resume')
  expect(answer.headers.get('Location')).toBe('/timer')
  expect(await session()).toMatchObject({ status: 'active', ended_at: null, started_at: Date.parse(start) })
  expect(bar(await text(client.get('/goals')))).toContain('Work')
  await client.post(toastOf(answer).undo)
  expect(await session()).toMatchObject({ status: 'abandoned', ended_at: Date.parse('2026-11-19T08:05:00Z') })
})

test('one that is discarded is gone, until Undo, or until it is restored as others are and waits for its end', async () => {
  const { client, id, act, session } = await unfinished()
  at('2026-11-19T10:00:00Z')
  await client.get('/')
  const answer = await act('discard')
  expect(answer.status).toBe(303)
  expect((await client.get(`/timer/forgotten/${id}`)).status).toBe(404)
  expect(await text(client.get('/sessions'))).not.toContain('left-running')
  await client.post(toastOf(answer).undo)
  expect(await session()).toMatchObject({ status: 'abandoned', deleted_at: null })
  await act('discard')
  expect(await text(client.get('/deleted'))).toContain(`action="/sessions/${id}/restore"`)
  expect((await client.post(`/sessions/${id}/restore`)).status).toBe(303)
  expect(await session()).toMatchObject({ status: 'abandoned', deleted_at: null })
  expect((await act('settle', { ended_at: '2026-11-18T09:05:00Z' })).status).toBe(303)
  expect(await wrongSums(client.userId)).toEqual([])
})

test('programs read it as given up, by its status', async () => {
  const { client, id } = await unfinished()
  const listed = async (status: string) => {
    const page = await client.json('GET', `/api/v1/sessions?status=${status}`)
    return (await page.json<{ items: { id: string }[] }>()).items.map((session) => session.id)
  }
  expect(await listed('active')).toEqual([id])
  at('2026-11-20T14:00:00Z')
  expect([await listed('abandoned'), await listed('active')]).toEqual([[id], []])
})

test('visits are forgotten once no unsettled timer began before them', async () => {
  const { client, act } = await unfinished()
  await putVisit(client, '2026-11-17T08:00:00Z', '2026-11-17T09:00:00Z')
  await putVisit(client, '2026-11-18T09:00:00Z', '2026-11-18T10:00:00Z')
  at('2026-11-20T08:00:00Z')
  await client.get('/sessions')
  await client.post('/timer/start', { title: 'Next' })
  at('2026-11-20T08:05:00Z')
  await client.get('/goals')
  const ends = (await visitsOf(client)).map(({ ended_at }) => ended_at)
  expect(ends).toEqual([Date.parse('2026-11-18T10:00:00Z'), Date.now()])
  await act('settle', { ended_at: '2026-11-18T10:00:00Z' })
  expect(await visitsOf(client)).toHaveLength(1)
})

test('a page that is behind changes nothing, nor does one of somebody else', async () => {
  const { client, id, act, session } = await unfinished()
  at('2026-11-18T14:00:00Z')
  const before = await session()
  const stale = { id, seq: before.seq + 7, ended_at: '2026-11-18T09:00:00Z' }
  for (const path of ['answer', `${id}/settle`, `${id}/resume`, `${id}/discard`]) {
    expect((await client.post(`/timer/forgotten/${path}`, stale)).status, path).toBe(409)
  }
  const other = await signedIn(berlin)
  expect((await other.post('/timer/forgotten/answer', { id, seq: before.seq })).status).toBe(404)
  expect(await session()).toEqual(before)
  await client.post('/timer/stop')
  expect((await act('settle', { ended_at: '2026-11-18T09:00:00Z' })).status).toBe(409)
})

test('of a settle and a stop at once one wins, and nothing is counted twice', async () => {
  for (let round = 0; round < 8; round += 1) {
    at(start)
    const { client, id, session } = await unfinished()
    at('2026-11-18T14:00:00Z')
    const { seq } = await session()
    const stop = () => client.post('/timer/stop', { id })
    const end = () => client.post(`/timer/forgotten/${id}/settle`, { seq, ended_at: '2026-11-18T09:05:00Z' })
    const [first, second] = await Promise.all(round % 2 === 0 ? [stop(), end()] : [end(), stop()])
    const settled = round % 2 === 0 ? second : first
    expect([303, 409]).toContain(settled.status)
    const { ended_at } = await session()
    expect(ended_at).toBe(Date.parse(settled.status === 303 ? '2026-11-18T09:05:00Z' : '2026-11-18T14:00:00Z'))
    expect(await wrongSums(client.userId)).toEqual([])
  }
})

test('a pull-request session is shown open, given up after 12 hours, and settled like a timer', async () => {
  const { client, id, act, session } = await unfinished({ source: 'extension', title: '', pr: 12 })
  at('2026-11-18T12:00:00Z')
  const open = await text(client.get('/sessions'))
  expect(open).toContain('href="https://github.com/Acme/web/pull/12"')
  expect(words(open)).toMatch(/Acme\/web#12 .*open/)
  expect((await client.get(`/sessions/${id}`)).headers.get('Location')).toBe(`/timer/forgotten/${id}`)
  expect(bar(open).trim()).toBe('')
  at('2026-11-18T20:05:00Z')
  await client.get('/sessions')
  expect(await session()).toMatchObject({ status: 'abandoned', ended_at: Date.now() })
  expect((await act('resume')).status).toBe(409)
  expect((await act('settle', { ended_at: '10:05' })).status).toBe(303)
  expect(await ledger(client)).toMatchObject([{ seconds: 3600 }])
  expect(await wrongSums(client.userId)).toEqual([])
})

test('the address of what runs leads to it', async () => {
  const { client, id } = await unfinished()
  expect((await client.get(`/sessions/${id}`)).headers.get('Location')).toBe('/timer')
  at('2026-11-20T14:00:00Z')
  expect((await client.get(`/sessions/${id}/edit`)).headers.get('Location')).toBe(`/timer/forgotten/${id}`)
})

test('a row that is settled with htmx goes, and comes into the list', async () => {
  const { client, id, act } = await unfinished()
  await put(client, '2026-11-18T07:00:00Z', 30)
  at('2026-11-20T14:00:00Z')
  await client.get('/sessions')
  const fields = { ended_at: '2026-11-18T09:05:00Z', where: 'row' }
  const html = await text(act('settle', fields, { part: true, page: '/sessions' }))
  expect(html).toMatch(/hx-target="#session-list"/)
  expect(html).toContain(`id="session-${id}"`)
  expect(html).toContain('id="timer"')
})
