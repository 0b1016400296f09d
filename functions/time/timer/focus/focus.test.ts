import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { type Client, rows, signedIn, toastOf } from '../../../../test/support/client'
import { stopClock } from '../../../../test/support/clock'
import { wrongSums } from '../../../../test/support/models/sums'
import { words } from '../../sessions/testing'

const clock = (time: string) => vi.setSystemTime(new Date(`2026-03-10T${time}Z`))
stopClock('2026-03-10T10:00:00Z')

const berlin = { time_zone: 'Europe/Lisbon', clock: 24 as const }
const at = (time: string) => `2026-03-10T${time}.000Z`

type Timer = { session: { id: string; title: string } | null; phase: string | null } & Record<string, unknown>

const timer = async (client: Client) => (await client.json('GET', '/api/v1/timer')).json<Timer>()
const begin = (client: Client, body: object) => client.json('POST', '/api/v1/timer/start', body)
const running = async (client: Client) => (await timer(client)).session?.id ?? ''
const press = (client: Client, path: string, id: string) => client.post(`/timer/focus${path}`, { id })
const bar = async (client: Client) =>
  words(/<section class="timer.*?<\/section>/s.exec(await (await client.get('/goals')).text())?.[0] ?? '').trim()
const sessions = (client: Client) =>
  rows<{ title: string; started_at: string; ended_at: string | null }>(
    `SELECT title, strftime('%H:%M:%S', started_at / 1000, 'unixepoch') AS started_at,
       strftime('%H:%M:%S', ended_at / 1000, 'unixepoch') AS ended_at
     FROM sessions WHERE user_id = ? AND deleted_at IS NULL ORDER BY sessions.started_at`,
    client.userId,
  )

const pattern = { work: 1500, short_break: 300, long_break: 900, rounds: 2 }

test('a program starts rounds, and reads how far they are', async () => {
  const client = await signedIn(berlin)
  expect((await begin(client, { title: 'Thesis', focus: pattern })).status).toBe(201)
  clock('10:05:00')
  expect(await timer(client)).toMatchObject({ phase: 'work', phase_ends_at: at('10:25:00'), round: 1 })
  clock('10:29:00')
  expect(await timer(client)).toMatchObject({ phase: 'work', phase_ends_at: at('10:25:00'), round: 1 })
  await press(client, '/break', await running(client))
  expect(await timer(client)).toMatchObject({
    ...{ session: null, phase: 'short_break', phase_ends_at: at('10:34:00'), round: 1 },
  })
  clock('10:36:00')
  const [done] = await rows<{ id: string }>('SELECT id FROM sessions WHERE user_id = ?', client.userId)
  await press(client, '/next', done?.id ?? '')
  expect(await timer(client)).toMatchObject({ phase: 'work', phase_ends_at: at('11:01:00'), round: 2 })
  clock('11:01:00')
  await press(client, '/break', await running(client))
  expect(await timer(client)).toMatchObject({ phase: 'long_break', phase_ends_at: at('11:16:00'), round: 2 })
  expect(await sessions(client)).toEqual([
    { title: 'Thesis', started_at: '10:00:00', ended_at: '10:29:00' },
    { title: 'Thesis', started_at: '10:36:00', ended_at: '11:01:00' },
  ])
  expect(await wrongSums(client.userId)).toEqual([])
})

test('the strip says what is left, asks at the end, and counts the break', async () => {
  const client = await signedIn(berlin)
  await begin(client, { title: 'Thesis', focus: pattern })
  clock('10:12:26')
  expect(await bar(client)).toBe('Thesis Round 1 of 2 · since 10:00 12m 34s left Stop Switch Pause Discard')
  clock('10:29:10')
  expect(await bar(client)).toBe(
    'Thesis Round 1 of 2 · since 10:00 +4m 10s Stop Switch Discard Round 1 is over. It goes on until you choose. Take a break, 5m 5 more minutes Go on',
  )
  await press(client, '/more', await running(client))
  expect(await bar(client)).toContain('5m 00s left')
  clock('10:35:00')
  await press(client, '/go-on', await running(client))
  expect(await bar(client)).toBe('Thesis since 10:00 35m 00s Stop Switch Focus 25m Discard')
  await press(client, '', await running(client))
  expect(await bar(client)).toContain('Round 1 of 4 · since 10:00 25m 00s left')
  await press(client, '/break', await running(client))
  clock('10:36:00')
  expect(await bar(client)).toBe('Short break until 10:40 4m 00s left Start round 2 End break')
  clock('10:42:00')
  expect(await bar(client)).toBe('Short break is over ended at 10:40 +2m 00s Start round 2 Done')
  clock('11:40:00')
  expect(await bar(client)).toBe('')
})

test('Undo of a break goes on with the focus, and a deleted session has no break', async () => {
  const client = await signedIn(berlin)
  await begin(client, { title: 'Thesis', focus: pattern })
  clock('10:25:00')
  const id = await running(client)
  const answer = await press(client, '/break', id)
  const { undo, message } = toastOf(answer)
  expect(message).toBe('Break until 10:30, after 25m')
  await client.post(undo, {})
  expect(await timer(client)).toMatchObject({ session: { id }, phase: 'work', phase_ends_at: at('10:25:00') })
  await press(client, '/break', id)
  await client.json('DELETE', `/api/v1/sessions/${id}`)
  expect(await timer(client)).toMatchObject({ session: null, phase: null })
})

test('a paused round goes on with what was left of it, and counts once, at its end', async () => {
  const client = await signedIn(berlin)
  await client.json('POST', '/api/v1/projects', { name: 'Acme' })
  await client.post('/sessions/entry', { entry: 'Thesis @Acme #deep 25m focus' })
  clock('10:12:26')
  const id = await running(client)
  const pause = await press(client, '/pause', id)
  expect(toastOf(pause).message).toBe('Paused after 12m 26s, 12m 34s left')
  clock('10:20:00')
  expect(await timer(client)).toMatchObject({ session: null, phase: 'paused', phase_ends_at: null, left_seconds: 754 })
  expect(await bar(client)).toBe('Thesis Paused · since 10:12 12m 34s left Resume End')
  expect(words(await (await client.get('/timer')).text())).toContain('12m 34s left Thesis paused Resume End')
  clock('11:45:00')
  const resume = await press(client, '/resume', id)
  expect(toastOf(resume).message).toBe('Started “Thesis”')
  expect(await timer(client)).toMatchObject({
    ...{
      session: { title: 'Thesis', tags: ['deep'] },
      phase: 'work',
      phase_ends_at: at('11:57:34'),
      left_seconds: null,
    },
  })
  expect(toastOf(await press(client, '/resume', id)).message).toBe('No focus is paused. Nothing was changed.')
  clock('12:00:00')
  await client.json('POST', '/api/v1/timer/stop', {})
  expect(await sessions(client)).toEqual([
    { title: 'Thesis', started_at: '10:00:00', ended_at: '10:12:26' },
    { title: 'Thesis', started_at: '11:45:00', ended_at: '12:00:00' },
  ])
  const stats = await client.json('GET', '/api/v1/stats?from=2026-03-10&to=2026-03-10')
  expect(await stats.json()).toMatchObject({ focus_rounds: 1 })
  expect(await wrongSums(client.userId)).toEqual([])
})

test('Undo of a pause goes on with the round, and Undo of its resumption pauses it again', async () => {
  const client = await signedIn({ ...berlin, focus_starts: true, focus_stops: true })
  await begin(client, { title: 'Thesis', focus: pattern })
  clock('10:10:00')
  const id = await running(client)
  await client.post(toastOf(await press(client, '/pause', id)).undo, {})
  expect(await timer(client)).toMatchObject({ session: { id }, phase: 'work', phase_ends_at: at('10:25:00') })
  await press(client, '/pause', '')
  clock('10:12:00')
  const resume = toastOf(await press(client, '/resume', ''))
  await client.post(resume.undo, {})
  expect(await timer(client)).toMatchObject({ session: null, phase: 'paused', left_seconds: 900 })
  expect(toastOf(await press(client, '/next', id)).message).toBe('That break is over. Nothing was changed.')
  clock('21:00:00')
  expect(await timer(client)).toMatchObject({ session: null, phase: 'paused' })
  await press(client, '/end-break', id)
  expect(await timer(client)).toMatchObject({ session: null, phase: null })
  expect(toastOf(await press(client, '/pause', '')).message).toBe('No focus is running. Nothing was changed.')
})

test('a focus that is over, or has no end, is not paused, and a pause is forgotten after half a day', async () => {
  const client = await signedIn(berlin)
  await begin(client, { title: 'Thesis', focus: pattern })
  clock('10:25:00')
  const id = await running(client)
  await press(client, '/pause', id)
  expect(await timer(client)).toMatchObject({ session: { id }, phase: 'work' })
  await press(client, '/go-on', id)
  await press(client, '/pause', id)
  expect(await timer(client)).toMatchObject({ session: { id }, phase: null })
  await press(client, '', id)
  await press(client, '/pause', id)
  expect(await timer(client)).toMatchObject({ phase: 'paused', left_seconds: 1500 })
  clock('22:25:00')
  expect(await timer(client)).toMatchObject({ phase: null, left_seconds: null })
  expect(await bar(client)).toBe('')
})

test('the page of the timer says the round, and a focus without a title is called so', async () => {
  const client = await signedIn(berlin)
  await begin(client, { focus: pattern })
  clock('10:05:00')
  const page = words(await (await client.get('/timer')).text())
  expect(page).toContain('Focus Round 1 of 2 · running since 10:00')
  expect(page).toContain('Pause Switch 5 more minutes')
  expect(page).not.toContain('Untitled session')
  expect(await bar(client)).toContain('Focus Round 1 of 2 · since 10:00')
})

test.each(['resume', 'next'])('two devices that press %s at once start one session', async (act) => {
  const client = await signedIn(berlin)
  await begin(client, { title: 'Thesis', focus: pattern })
  clock('10:12:00')
  const id = await running(client)
  await press(client, act === 'resume' ? '/pause' : '/break', id)
  clock('10:14:00')
  const answers = await Promise.all([press(client, `/${act}`, id), press(client, `/${act}`, id)])
  const messages = answers.map((answer) => toastOf(answer).message)
  expect(messages).toEqual(
    expect.arrayContaining(['Started “Thesis”', expect.stringMatching(/Nothing was changed\.$/)]),
  )
  expect(await sessions(client)).toEqual([
    { title: 'Thesis', started_at: '10:00:00', ended_at: '10:12:00' },
    { title: 'Thesis', started_at: '10:14:00', ended_at: null },
  ])
})

test('a focus without a title is called so wherever it is read later', async () => {
  const client = await signedIn(berlin)
  const nowhere = { project_id: '', goal_id: '', title: '', tags: '' }
  for (const minute of ['00', '30']) {
    clock(`10:${minute}:00`)
    await begin(client, { planned_seconds: 1500, tags: ['harbour'] })
    clock(`10:${minute === '00' ? 20 : 50}:00`)
    expect(toastOf(await client.post('/timer/stop', { id: await running(client) })).message).toContain(
      'Stopped “Focus”',
    )
  }
  const [one, other] = await rows<{ id: string; seq: number }>(
    'SELECT id, seq FROM sessions WHERE user_id = ? ORDER BY id',
    client.userId,
  )
  const path = `/sessions/${one?.id}`
  expect(toastOf(await client.post(path, { ...nowhere, notes: 'A pier', seq: `${one?.seq}` })).message).toContain(
    '“Focus”',
  )
  expect(toastOf(await client.post(`/sessions/${other?.id}/delete`)).message).toContain('Deleted “Focus”')
  for (const page of [
    ...['/search?q=pier', '/palette?line=/pier', '/deleted', path, '/stats/explain?subject=all'],
    ...['/stats/changes?subject=all', '/api/v1/exports/ics', '/api/v1/exports/markdown'],
    '/report?group=day&sessions=1',
    '/report?group=title',
  ]) {
    const answer = await client.get(page, { part: page.startsWith('/palette') })
    const text = await answer.text()
    expect([page, answer.status, text.replace(/<mark>|<\/mark>/g, '')]).toEqual([
      page,
      200,
      expect.stringMatching(/>Focus<|SUMMARY:Focus|\*\*Focus\*\*/),
    ])
    expect(text).not.toMatch(/Untitled|No title/)
  }
  await begin(client, { planned_seconds: 1500 })
  vi.setSystemTime(new Date('2026-03-12T10:00:00Z'))
  expect(await (await client.get('/timer/forgotten')).text()).toContain('>Focus<')
})

test('a line that ends with focus takes the length of the settings, and says so while it is typed', async () => {
  const client = await signedIn({ ...berlin, focus_minutes: 50 })
  const preview = await client.get('/sessions/entry?entry=Read+more+focus')
  expect(words(await preview.text())).toContain('focus of 50m')
  await client.post('/sessions/entry', { entry: 'Read more focus' })
  expect(await timer(client)).toMatchObject({ session: { title: 'Read more' }, phase_ends_at: at('10:50:00') })
})

test('Focus on Today begins with the line, and leaves one that logs alone', async () => {
  const client = await signedIn(berlin)
  expect(toastOf(await client.post('/timer/focus', { id: '', entry: '25m Read' })).message).toContain('logs time')
  expect(await timer(client)).toMatchObject({ session: null })
  await client.post('/timer/focus', { id: '', entry: 'Read #deep' })
  expect(await timer(client)).toMatchObject({
    ...{ session: { title: 'Read', tags: ['deep'] }, phase_ends_at: at('10:25:00'), round: 1 },
  })
})

test('where a person chose that, a focus ends at its planned end, whoever looks first', async () => {
  const client = await signedIn({ ...berlin, focus_stops: true })
  await begin(client, { title: 'Thesis', focus: pattern })
  clock('10:27:30')
  const { total_seconds } = await (await client.json('GET', '/api/v1/stats?range=today')).json<{
    total_seconds: number
  }>()
  expect(total_seconds).toBe(1500)
  expect(await timer(client)).toMatchObject({ session: null, phase: 'short_break', phase_ends_at: at('10:30:00') })
  expect(await sessions(client)).toEqual([{ title: 'Thesis', started_at: '10:00:00', ended_at: '10:25:00' }])
  expect(await wrongSums(client.userId)).toEqual([])
})

test.each([
  ['at once', [120]],
  ['late, and in between', [31, 40, 56]],
  ['every minute', Array.from({ length: 120 }, (_, n) => n + 1)],
  ['on the next day', [23 * 60]],
])('where a person chose that, rounds end and begin at their instants if somebody looks %s', async (_, minutes) => {
  const client = await signedIn({ ...berlin, focus_stops: true, focus_starts: true })
  await begin(client, { title: 'Thesis', focus: pattern })
  for (const minute of minutes) {
    vi.setSystemTime(new Date(Date.parse('2026-03-10T10:00:00Z') + minute * 60_000))
    await timer(client)
  }
  expect(await timer(client)).toMatchObject({ session: null })
  expect(await sessions(client)).toEqual([
    { title: 'Thesis', started_at: '10:00:00', ended_at: '10:25:00' },
    { title: 'Thesis', started_at: '10:30:00', ended_at: '10:55:00' },
  ])
  expect(await wrongSums(client.userId)).toEqual([])
})

test('a countdown that ended by itself is asked about until it is answered', async () => {
  const client = await signedIn({ ...berlin, focus_stops: true, focus_starts: true })
  await client.post('/sessions/entry', { entry: '1m focus Silent end' })
  const id = await running(client)
  clock('10:01:10')
  expect(await bar(client)).toBe('Focus is over 1m, ended at 10:01 + 10s Start again Take a break, 5m Done')
  expect(await (await client.get('/goals')).text()).toContain('data-phase="Focus"')
  expect(words(await (await client.get('/timer')).text())).toContain('Start again Take a break, 5m Done')
  expect(await sessions(client)).toEqual([{ title: 'Silent end', started_at: '10:00:00', ended_at: '10:01:00' }])
  expect(toastOf(await press(client, '/break', id)).message).toBe('Break until 10:06')
  clock('10:02:10')
  expect(await bar(client)).toBe('Short break until 10:06 4m 00s left Start again End break')
  await press(client, '/next', id)
  expect(await timer(client)).toMatchObject({ session: { title: 'Silent end' }, phase_ends_at: at('10:03:10') })
  const again = await running(client)
  clock('10:04:00')
  expect(await bar(client)).toContain('Focus is over')
  await press(client, '/end-break', again)
  expect(await bar(client)).toBe('')
  await client.post('/sessions/entry', { entry: '1m focus Silent end' })
  clock('11:06:00')
  expect(await bar(client)).toBe('')
})

test('the next round obeys the settings of its start', async () => {
  const client = await signedIn(berlin)
  await begin(client, { title: 'Thesis', focus: pattern })
  clock('10:25:00')
  const id = await running(client)
  await press(client, '/break', id)
  await env.DB.prepare(`UPDATE users SET preferences = '{"focus_stops":true,"time_zone":"Europe/Lisbon"}' WHERE id = ?`)
    .bind(client.userId)
    .run()
  clock('10:30:00')
  await press(client, '/next', id)
  clock('10:56:00')
  expect(await timer(client)).toMatchObject({ session: null, phase: 'long_break', phase_ends_at: at('11:10:00') })
})

test.each([
  [{ planned_seconds: 59 }, 'planned_seconds'],
  [{ planned_seconds: 43_201 }, 'planned_seconds'],
  [{ planned_seconds: 60.5 }, 'planned_seconds'],
  [{ planned_seconds: 600, focus: {} }, 'planned_seconds'],
  [{ planned_seconds: 600, started_at: at('09:30:00') }, 'planned_seconds'],
  [{ focus: { work: 60, pause: 1 } }, 'focus.pause'],
  [{ focus: { rounds: 0 } }, 'focus.rounds'],
  [{ focus: { rounds: 13 } }, 'focus.rounds'],
  [{ focus: { work: 600 }, started_at: at('09:30:00') }, 'focus'],
])('%o is refused by its name', async (body, member) => {
  const client = await signedIn(berlin)
  const answer = await begin(client, body)
  expect(answer.status).toBe(422)
  expect(JSON.stringify(await answer.json())).toContain(`"path":"${member}"`)
  expect(await sessions(client)).toEqual([])
})

test('the statistics of a range and of a filter have the rounds that were finished', async () => {
  const client = await signedIn(berlin)
  const id = await client.add('/projects', { name: 'Thesis' })
  for (const [hour, minutes, project_id] of [
    ['11', 25, id],
    ['12', 25, null],
    ['13', 20, id],
  ] as const) {
    clock(`${hour}:00:00`)
    await begin(client, { title: 'Round', project_id, focus: pattern })
    clock(`${hour}:${minutes}:00`)
    await client.json('POST', '/api/v1/timer/stop', {})
  }
  // It goes on over midnight, and counts on the day on which it ends.
  clock('23:45:00')
  await begin(client, { title: 'Late', project_id: id, focus: pattern })
  vi.setSystemTime(new Date('2026-03-11T00:10:00Z'))
  await client.json('POST', '/api/v1/timer/stop', {})
  const rounds = async (query: string) =>
    (await (await client.json('GET', `/api/v1/stats?${query}`)).json<{ focus_rounds: number }>()).focus_rounds
  const day = 'from=2026-03-10&to=2026-03-10'
  expect(await rounds(day)).toBe(2)
  expect(await rounds(`${day}&project=${id}`)).toBe(1)
  expect(await rounds(`${day}&not_project=${id}`)).toBe(1)
  expect(await rounds(`from=2026-03-10&to=2026-03-11&project=${id}`)).toBe(2)
  expect(await rounds(`${day}&subject=tag:none`)).toBe(2)
  expect(await rounds(`${day}&subject=hour:2:11`)).toBe(1)
  expect(words(await (await client.get(`/stats?${day}&subject=project:${id}`)).text())).toContain('Focus rounds 1')
})

test('Today names what is paused, and ending that says what was logged', async () => {
  const client = await signedIn(berlin)
  await client.post('/sessions/entry', { entry: 'Thesis 25m focus' })
  const today = async () => words(await (await client.get('/')).text())
  expect(await today()).toContain('until 10:25')
  clock('10:12:26')
  const id = await running(client)
  await press(client, '/pause', id)
  expect(await today()).toContain('“Thesis” is paused Press Resume to continue.')
  clock('10:20:00')
  await press(client, '/resume', id)
  clock('10:22:00')
  const again = await running(client)
  await press(client, '/pause', again)
  const answer = await press(client, '/end-break', again)
  expect(toastOf(answer).message).toBe('Focus ended, 14m 26s logged')
  expect(await bar(client)).toBe('')
  expect(await today()).toContain('Nothing planned for today')
})

test('the row of a focus has no second Stop', async () => {
  const client = await signedIn(berlin)
  const stops = async () => (await (await client.get('/')).text()).split('"stop-timer"').length - 1
  await begin(client, { title: 'Thesis' })
  const before = await stops()
  await client.post('/timer/focus')
  expect(await stops()).toBe(before - 1)
})
