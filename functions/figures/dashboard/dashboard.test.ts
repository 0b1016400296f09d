import { env } from 'cloudflare:workers'
import { describe, expect, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { utc, utcToday } from '../../../test/support/times'
import { importPlan, knotsText } from '../../learning/plans/testing'
import { allTimeStreaks } from '../../ledger/streaks'
import { readActivity } from '../../ledger/sums'
import type { Preferences } from '../../lib/preferences'
import { addDays, dayStart, isoWeekday } from '../../lib/time/days'
import { type UsedPart, uses } from '../../lib/uses'
import { putConflict } from '../../programs/sync/conflicts/testing'
import type { NewSession } from '../../time/sessions/schema'
import { newSession, putAll, putProject, words } from '../../time/sessions/testing'
import { putUnfinished } from '../../time/timer/unfinished/testing'

const { DB } = env

/** A session from the first minute of a day on. */
const onDay = (date: string, minutes: number, more: Partial<NewSession> = {}) =>
  newSession(dayStart(date, utc), minutes, { title: '', ...utc, ...more })

const addGoal = ({ json }: Client, title: string, target_date: string | null, status = 'in_progress') =>
  json('POST', '/api/v1/goals', { title, target_date, status })

/** A person who has tracked time before, without which Today shows no figures. */
const withHistory = async (preferences: Partial<Preferences>) => {
  const client = await signedIn(preferences)
  await putAll(client, [onDay(addDays(utcToday(), -30), 10)])
  return client
}

const part = (html: string, id: string) => html.slice(html.indexOf(`id="${id}"`)).split('<section')[0] ?? ''
const page = async (client: Client) => (await client.get('/')).text()

describe('the dashboard before the first session', () => {
  test('shows what can be done and no figure that is zero', async () => {
    const client = await signedIn({ first_hour: true })
    const html = await page(client)
    expect(html).toContain('action="/sessions/entry"')
    expect(html).toContain('id="first-hour"')
    for (const id of ['today', 'load']) expect(html).not.toContain(`id="${id}"`)
    await putAll(client, [onDay(utcToday(), 10)])
    for (const id of ['today', 'load']) expect(await page(client)).toContain(`id="${id}"`)
  })
})

test('notices of several features stand above the day, each in its place', async () => {
  const client = await signedIn()
  await putUnfinished(client, Date.now() - 3 * 86_400_000)
  await putConflict(client, { type: 'session', row_id: 'gone', data: null })
  await rows('UPDATE users SET backup_failures = 1 WHERE id = ?', client.userId)
  const html = await page(client)
  const words = ['A session was left running', 'The last backup failed', 'changes were replaced', 'id="day-list"']
  const places = words.map((word) => html.indexOf(word))
  expect(places).toEqual(places.filter((place) => place > 0).toSorted((a, b) => a - b))
})

describe('the parts that are off', () => {
  const sections = {
    time: ['entry-form', 'today', 'earlier-today'],
    tasks: ['task-'],
    journal: ['meeting-'],
    learning: ['plan-knots'],
  }

  test('are not there, and the others are', async () => {
    const client = await signedIn()
    await putAll(client, [onDay(utcToday(), 10)])
    await client.json('POST', '/api/v1/action-items', { description: 'Call Ada', due_date: utcToday() })
    await client.json('POST', '/api/v1/meetings', { title: 'One to one', date: utcToday() })
    await importPlan(client, knotsText('knots'))
    const shown = async (uses: UsedPart[]) => {
      await client.json('PATCH', '/api/v1/me', { preferences: { uses } })
      const html = await page(client)
      return Object.entries(sections).flatMap(([use, ids]) => ids.filter((id) => html.includes(`id="${id}`) && use))
    }
    const all = Object.values(sections).flat()
    expect(await shown([...uses])).toEqual(all)
    for (const [use, ids] of Object.entries(sections)) {
      expect(await shown(uses.filter((one) => one !== use))).toEqual(all.filter((id) => !ids.includes(id)))
    }
  })
})

describe('today', () => {
  test('is held against the daily target, and leads to its sessions', async () => {
    const client = await signedIn({ daily_target_minutes: 60 })
    await putAll(client, [onDay(utcToday(), 20 + 30 / 60)])
    const html = part(await page(client), 'today')
    expect(words(html)).toMatch(/20 m of 1h today 20m of \dh this week/)
    expect(html).toContain(`href="/sessions?from=${utcToday()}&amp;to=${utcToday()}"`)
    await putAll(client, [onDay(utcToday(), 40)])
    expect(words(part(await page(client), 'today'))).toContain('1 h of 1h')
  })

  test('is drawn on an axis of hours, in the clock of the person', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: dayStart(utcToday(), utc) + 12 * 3_600_000 })
    const at = async (clock: 12 | 24) => page(await withHistory({ clock }))
    expect(await at(24)).toContain('<span class="h9">17:00</span>')
    expect(await at(12)).toContain('>5\u00a0pm</span>')
  })

  test('has no target on a rest day', async () => {
    const client = await withHistory({ rest_days: [isoWeekday(utcToday())] })
    expect(words(part(await page(client), 'today'))).toContain('a rest day, without a target')
  })

  test('draws each session in words too, names as text', async () => {
    const client = await signedIn()
    await putAll(client, [onDay(utcToday(), 30, { project_id: await putProject(client, 'Salt "&"') })])
    const html = await page(client)
    expect(html).toMatch(/<i>00:00-00:30, Salt &quot;&amp;&quot; <\/i>/)
    expect(words(html)).toMatch(/00:00-00:30, Salt \S+ +Untitled session +30m/)
  })

  test('shows what a session from yesterday has on it, idle time included', async () => {
    const client = await signedIn()
    const late = dayStart(utcToday(), utc) - 30 * 60_000
    await putAll(client, [onDay(utcToday(), 45, { started_at: late, ended_at: late + 50 * 60_000 })])
    const html = part(await page(client), 'today')
    expect(words(html)).toContain('15 m of 2h')
    expect(await page(client)).toMatch(/<i>00:00-00:20 <\/i><b>Untitled session<\/b>/)
  })
})

test('a task at a time stands among the rows and on the clock at that time', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: dayStart(utcToday(), utc) + 12 * 3_600_000 })
  const client = await withHistory({ time_zone: 'UTC' })
  const add = (title: string, more: object = {}, date = utcToday()) =>
    client.json('POST', '/api/v1/tasks', { title, date, ...more })
  for (const date of [utcToday(), addDays(utcToday(), 1)]) {
    await add(`Haircut ${date}`, { at: '16:00', estimated_minutes: 45 }, date)
    await add(`Any ${date}`, {}, date)
    await client.json('POST', '/api/v1/meetings', { title: `Late ${date}`, date, time: '17:00' })
    await client.json('POST', '/api/v1/meetings', { title: `Early ${date}`, date, time: '15:00' })
  }
  const html = await page(client)
  const order = [...html.matchAll(/>(Early|Haircut|Late|Any time|Any)( \d{4}-\d\d-\d\d)?/g)].map(([, name]) => name)
  const timed = ['Early', 'Haircut', 'Late']
  expect(order.slice(0, 8)).toEqual([...timed, 'Any time', 'Any', ...timed])
  expect(html).toMatch(/<span class="when"><span data-edits="at"><time datetime="16:00">16:00<\/time>/)
  expect(html).toMatch(new RegExp(`<i>16:00-16:45, task </i>.*?<b>Haircut ${utcToday()}`))
  expect(words(await (await client.get(`/day/${utcToday()}`)).text())).toMatch(/Early.*16:00.*Haircut.*Late/)
})

describe('the streak', () => {
  test('goes on beyond the 53 weeks that are read at first', async () => {
    const client = await signedIn()
    const days = Array.from({ length: 800 }, (_, n) => addDays(utcToday(), -n))
    await putAll(
      client,
      days.filter((_, n) => n !== 790).map((date) => onDay(date, 1)),
    )
    const { active, daysOff } = await readActivity(DB, client.userId)
    const streak = allTimeStreaks(active, { today: utcToday(), restDays: [], daysOff })
    expect(streak).toEqual({ current: 790, longest: 790, start: addDays(utcToday(), -789) })
  })
})

describe('the week', () => {
  test('is held against the targets of the days that have one', async () => {
    const tomorrow = isoWeekday(addDays(utcToday(), 1))
    const client = await withHistory({ week_start: isoWeekday(utcToday()), rest_days: [tomorrow] })
    await putAll(client, [onDay(utcToday(), 30)])
    expect(words(part(await page(client), 'today'))).toContain('30m of 12h this week')
  })
})

describe('goals', () => {
  test('that need something today are shown, the most urgent first', async () => {
    const client = await signedIn()
    const soon = addDays(utcToday(), 3)
    for (const date of [null, '2099-01-01', '2020-01-01', soon]) await addGoal(client, `Goal ${date}`, date)
    await addGoal(client, 'Ended', '2020-01-01', 'completed')
    await client.json('POST', '/api/v1/goals', { title: 'Weekly', kind: 'weekly', target_minutes: 300 })
    const goals = words(part(await page(client), 'needs'))
    expect(goals.match(/Goal [\d-]+|Weekly/g)).toEqual(['Goal 2020-01-01', `Goal ${soon}`, 'Weekly'])
    expect(goals).toContain('overdue')
    expect(goals).toContain('due in 3 days')
    expect(goals).toMatch(/Weekly \d+(h|m)[^A-Z]* today/)
    expect(goals).toContain('All 5')
  })
})

describe('the list of the day', () => {
  const titles = (html: string, id: string) =>
    [
      ...(html.split(`id="${id}"`)[1]?.split('</ol>')[0] ?? '').matchAll(/class="row-title[^>]*>(?:<bdi>)?([^<]*)/g),
    ].map(([, title]) => title)

  /** Noon, so that nothing is over that has not begun. */
  const atNoon = () => vi.useFakeTimers({ toFake: ['Date'], now: dayStart(utcToday(), utc) + 12 * 3_600_000 })

  test('has what has a time in its order, then what is due with people, tasks, and chunks', async () => {
    atNoon()
    const client = await signedIn({ time_zone: 'UTC' })
    await client.post('/sessions', {
      date: utcToday(),
      started_at: '15:00',
      duration: '1h',
      title: 'Lab',
      future: 'planned',
    })
    for (const [title, time] of Object.entries({ Late: '16:30', Soon: '13:00', Over: '09:00' }))
      await client.json('POST', '/api/v1/meetings', { title, date: utcToday(), time, duration_minutes: 30 })
    await client.json('POST', '/api/v1/meetings', { title: 'Some time', date: utcToday() })
    await client.json('POST', '/api/v1/action-items', { description: 'Call Ada', due_date: utcToday() })
    for (const title of ['First', 'Second']) await client.json('POST', '/api/v1/tasks', { title, date: utcToday() })
    await client.json('POST', '/api/v1/tasks', {
      title: 'Next day',
      date: addDays(utcToday(), 1),
      estimated_minutes: 90,
    })
    await client.json('POST', '/api/v1/tasks', { title: 'Old', date: addDays(utcToday(), -1) })
    await importPlan(client, knotsText('knots'))
    const html = await page(client)
    expect(titles(html, 'timed-rows').slice(0, 3)).toEqual(['Soon', 'Lab', 'Late'])
    expect(titles(html, 'day-rows').slice(0, 4)).toEqual(['Some time', 'Call Ada', 'First', 'Second'])
    expect(html).toContain('id="plan-knots"')
    expect(words(part(html, 'day-rows'))).toContain('Old from yesterday')
    expect(words(html)).toContain('Earlier today 1 meeting')
    expect(words(html)).toContain('Tomorrow 1 task · 1h 30m')
  })

  test('begins with the running timer, which has its task and Stop, as the bar has', async () => {
    const client = await signedIn()
    const id = await client.add('/tasks', { title: 'Write', date: utcToday(), estimated_minutes: 60 })
    await addGoal(client, 'Thesis', null)
    const [goal] = await rows<{ id: string }>('SELECT id FROM goals WHERE user_id = ?', client.userId)
    await client.post('/timer/start', { task_id: id, goal_id: goal?.id ?? '', title: 'Write', tags: 'deep' })
    const html = await page(client)
    expect(html.split(`id="task-${id}"`)).toHaveLength(2)
    const [, row = ''] = new RegExp(`<li id="task-${id}" class="row now">(.*?)</li>`, 's').exec(html) ?? []
    expect(row).toContain('form="stop-timer"')
    expect(part(html, 'timer')).toContain('action="/timer/stop"')
    expect(row).toContain(`action="/tasks/${id}/complete"`)
    expect(words(row)).toContain('0m / 1h')
    expect(words(row)).toContain('#deep')
    expect(words(row)).toContain('Thesis')
    await client.post('/timer/stop')
    expect(await page(client)).not.toMatch(/class="row [^"]*now"/)
  })

  test('says how much more is planned than the day holds', async () => {
    const client = await signedIn({ daily_target_minutes: 60 })
    await putAll(client, [onDay(utcToday(), 20)])
    const load = async () => words(part(await page(client), 'load'))
    await client.json('POST', '/api/v1/tasks', { title: 'Call', date: utcToday() })
    expect(await load()).not.toContain('left')
    await client.json('POST', '/api/v1/tasks', { title: 'Write', date: utcToday(), estimated_minutes: 30 })
    expect(await load()).toContain('10m of target unplanned')
    await client.json('POST', '/api/v1/tasks', { title: 'Read', date: utcToday(), estimated_minutes: 45 })
    expect(await load()).toContain('35m over target')
    const html = await page(client)
    expect(words(html)).toContain('Move 1 task to tomorrow')
    expect(words(part(html, 'day-rows'))).toContain('Read can wait')
    expect(html).toContain('data-rows="task"')
    const form = Object.fromEntries(
      [...part(html, 'day-menu').matchAll(/name="(act|typed|ids)" value="([^"]*)"/g)].map(([, ...pair]) => pair),
    )
    await client.post('/tasks/selected', { ...form, date: 'tomorrow' })
    expect(titles(await page(client), 'day-rows')).toEqual(['Call', 'Write'])
  })

  test('adds the line as a task for today, and shows why it cannot', async () => {
    const client = await signedIn()
    const sent = { part: true, page: '/', headers: { 'HX-Target': 'form#entry-form' } }
    const added = await client.post('/capture', { entry: '25m report', kind: 'task' }, sent)
    expect(added.status).toBe(200)
    expect(await added.text()).toContain('Add<span class="max-lg:hidden"> task</span>')
    expect(titles(await page(client), 'day-rows')).toEqual(['report'])
    const refused = await client.post('/capture', { entry: '', kind: 'task' }, sent)
    expect(refused.status).toBe(422)
    expect(await refused.text()).toMatch(/<form [^>]*id="entry-form"/)
  })

  test('plans a task for a day to come, and a session if the line says a time of day', async () => {
    const client = await signedIn()
    const shown = async (entry: string) => {
      const first = await client.get(`/sessions/entry?${new URLSearchParams({ entry })}`, { part: true, page: '/' })
      const next = first.headers.get('Location')
      const headers = { 'HX-Target': 'p#entry-understood' }
      return words(await (next ? await client.get(next, { part: true, page: '/', headers }) : first).text())
    }
    expect(await shown('Read chapter 2 tomorrow 9:00 1h')).toContain('Plan 1h, 09:00–10:00')
    for (const entry of [
      'Read chapter 2 tomorrow 1h',
      'tomorrow 1h Read chapter 2',
      'Read chapter 2 1h tomorrow high',
    ]) {
      expect(await shown(entry)).toMatch(/task Read chapter 2 for tomorrow time 1h .*Add task for tomorrow/)
      const sent = await client.post('/sessions/entry', { entry }, { page: '/' })
      expect([sent.status, sent.headers.get('Location')]).toEqual([307, '/capture?kind=task'])
      await client.post('/capture?kind=task', { entry }, { page: '/' })
    }
    expect(await rows('SELECT title, date, estimated_minutes FROM tasks WHERE user_id = ?', client.userId)).toEqual(
      Array(3).fill({ title: 'Read chapter 2', date: addDays(utcToday(), 1), estimated_minutes: 60 }),
    )
    expect(await shown('Read chapter 2 1h')).toContain('Log 1h')
    expect((await client.post('/sessions/entry', { entry: 'Read tomorrow 1h' }, { page: '/sessions' })).status).toBe(
      303,
    )
  })
})

test('the figures ask for themselves when they have changed, and leave the entry alone', async () => {
  const html = await page(await signedIn())
  expect(html).toMatch(
    /<div id="dashboard"><div hidden="" hx-get="\/stats\/live\?v=[^"]*" hx-trigger="[^"]*sessions-changed from:body, goal-changed from:body, tasks-changed from:body, rows-changed from:body, timer-changed from:body"/,
  )
  expect(html).toMatch(/<div class="entry-line[^>]* hx-morph-skip="true"><form [^>]*id="entry-form"/)
})
