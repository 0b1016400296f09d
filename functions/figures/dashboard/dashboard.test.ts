import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Client, signedIn } from '../../../test/client'
import { reportUses } from '../../apps/usage/queries'
import { putRule } from '../../apps/whitelists/testing'
import { importPlan, knotsText } from '../../learning/plans/testing'
import { addDays, dayOf, dayStart, isoWeekday } from '../../lib/days'
import type { Preferences } from '../../lib/preferences'
import { type Use, uses } from '../../lib/uses'
import { userOf } from '../../time/sessions/import/testing'
import type { NewSession } from '../../time/sessions/schema'
import { newSession, putAll, putProject } from '../../time/sessions/testing'
import { dashboardView } from './view'

const { DB } = env
const utc = { time_zone: 'UTC', day_start_minute: 0 }
const today = () => dayOf(Date.now(), utc)

/** A session from the first minute of a day on. */
const onDay = (date: string, minutes: number, more: Partial<NewSession> = {}) =>
  newSession(dayStart(date, utc), minutes, { title: '', ...utc, ...more })

const addGoal = ({ json }: Client, title: string, target_date: string | null, status = 'in_progress') =>
  json('POST', '/api/v1/goals', { title, target_date, status })

/** A person who has tracked time before, without which Today shows no figures. */
const withHistory = async (preferences: Partial<Preferences>) => {
  const client = await signedIn(preferences)
  await putAll(client, [onDay(addDays(today(), -30), 10)])
  return client
}

const text = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
const part = (html: string, id: string) => html.slice(html.indexOf(`id="${id}"`)).split('<section')[0] ?? ''
const page = async (client: Client) => (await client.get('/')).text()

afterEach(() => {
  vi.useRealTimers()
})

describe('the dashboard before the first session', () => {
  test('shows what can be done and no figure that is zero', async () => {
    const client = await signedIn({ first_hour: true })
    const html = await page(client)
    expect(html).toContain('action="/sessions/entry"')
    expect(html).toContain('id="first-hour"')
    for (const id of ['today', 'week', 'recent', 'open-goals']) expect(html).not.toContain(`id="${id}"`)
    await putAll(client, [onDay(today(), 10)])
    for (const id of ['today', 'week', 'recent', 'open-goals']) expect(await page(client)).toContain(`id="${id}"`)
  })
})

describe('the parts that are off', () => {
  const sections = {
    time: ['entry-form', 'today', 'week', 'recent'],
    tasks: ['focus', 'due-actions'],
    journal: ['day-meetings'],
    learning: ['open-plans'],
  }

  test('are not there, and the others are', async () => {
    const client = await signedIn()
    await putAll(client, [onDay(today(), 10)])
    await client.json('POST', '/api/v1/action-items', { description: 'Call Ada', due_date: today() })
    await client.json('POST', '/api/v1/meetings', { title: 'One to one', date: today() })
    await importPlan(client, knotsText('knots'))
    const shown = async (uses: Use[]) => {
      await client.json('PATCH', '/api/v1/me', { preferences: { uses } })
      const html = await page(client)
      return Object.entries(sections).flatMap(([use, ids]) => ids.filter((id) => html.includes(`id="${id}"`) && use))
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
    await putAll(client, [onDay(today(), 20 + 30 / 60)])
    const html = part(await page(client), 'today')
    // The minutes left make the target with those shown.
    expect(text(html)).toContain('20 m of 1h · 40m to go')
    expect(html).toContain(`href="/sessions?from=${today()}&amp;to=${today()}"`)
    await putAll(client, [onDay(today(), 40)])
    expect(text(part(await page(client), 'today'))).toContain('1 h of 1h · target met')
  })

  test('is drawn on an axis of hours, short on a 12-hour clock', async () => {
    // Late in the evening the time that it is takes the place of the last hour.
    vi.useFakeTimers({ toFake: ['Date'], now: dayStart(today(), utc) + 12 * 3_600_000 })
    const at = async (clock: 12 | 24) => part(await page(await withHistory({ clock })), 'today')
    expect(await at(24)).toContain('>23:00</text>')
    expect(await at(12)).toContain('>11 pm</text>')
  })

  test('has no target on a rest day', async () => {
    const client = await withHistory({ rest_days: [isoWeekday(today())] })
    expect(text(part(await page(client), 'today'))).toContain('a rest day, without a target')
  })

  test('draws each session in words too, names as text', async () => {
    const client = await signedIn()
    await putAll(client, [onDay(today(), 30, { project_id: await putProject(client, 'Salt "&"') })])
    const html = part(await page(client), 'today')
    expect(html).toContain('The day so far: 00:00 to 00:30 Salt &quot;&amp;&quot;.')
    expect(html).toContain('class="fill-project project-jade"')
  })

  test('shows what a session from yesterday has on it', async () => {
    const client = await signedIn()
    const late = dayStart(today(), utc) - 30 * 60_000
    await putAll(client, [onDay(today(), 45, { started_at: late, ended_at: late + 45 * 60_000 })])
    const html = part(await page(client), 'today')
    expect(text(html)).toContain('15 m of 2h')
    expect(html).toContain('The day so far: 00:00 to 00:15 Untitled session.')
  })
})

describe('the streak', () => {
  const view = (client: Client, preferences: Partial<Preferences> = {}) =>
    dashboardView(DB, userOf(client, preferences), Date.now())

  test('goes on beyond the 53 weeks that are read at first', async () => {
    const client = await signedIn()
    const days = Array.from({ length: 800 }, (_, n) => addDays(today(), -n))
    await putAll(
      client,
      days.filter((_, n) => n !== 790).map((date) => onDay(date, 1)),
    )
    expect((await view(client)).streak).toMatchObject({ current: 790, longest: 790, start: addDays(today(), -789) })
  })

  test('shows the last 14 days and leads to the days in it', async () => {
    const client = await signedIn()
    await putAll(client, [onDay(today(), 5), onDay(addDays(today(), -1), 5)])
    const html = part(await page(client), 'today')
    expect(text(html)).toContain('Streak 2 days')
    expect(html.match(/class="cell/g)).toHaveLength(14)
  })
})

describe('the week', () => {
  test('is held against the last one up to the same time of the same weekday', async () => {
    const client = await signedIn()
    await putAll(client, [
      newSession('2026-03-09T09:00:00Z', 15, utc),
      newSession('2026-03-02T09:00:00Z', 30, utc),
      newSession('2026-03-03T23:30:00Z', 60, utc),
      newSession('2026-03-04T11:30:00Z', 60, utc),
      newSession('2026-03-04T15:00:00Z', 60, utc),
      newSession('2026-03-01T22:00:00Z', 60, utc),
    ])
    const at = (now: string) => dashboardView(DB, userOf(client), Date.parse(now))
    expect((await at('2026-03-11T12:00:00Z')).week).toMatchObject({ seconds: 15 * 60, before: (30 + 60 + 30) * 60 })
    expect((await at('2026-03-11T00:10:00Z')).week).toMatchObject({ before: (30 + 30 + 10) * 60 })
    expect((await at('2026-03-11T23:59:00Z')).week).toMatchObject({ before: (30 + 60 + 60 + 60) * 60 })
  })

  test('is held against no more of a shorter day than there was', async () => {
    const newYork = { time_zone: 'America/New_York', day_start_minute: 0 }
    const client = await signedIn(newYork)
    await putAll(client, [newSession('2026-10-26T03:30:00Z', 60, newYork)])
    const { week } = await dashboardView(DB, userOf(client, newYork), Date.parse('2026-11-02T04:40:00Z'))
    expect(week.before).toBe(30 * 60)
  })

  test('marks rest days', async () => {
    const tomorrow = isoWeekday(addDays(today(), 1))
    const client = await withHistory({ week_start: isoWeekday(today()), rest_days: [tomorrow] })
    expect(text(part(await page(client), 'week'))).toContain('rest day')
  })
})

describe('recent sessions and open goals', () => {
  test('are the latest five, and the five with the nearest targets', async () => {
    const client = await signedIn()
    await putAll(
      client,
      [0, 1, 2, 3, 4, 5].map((n) => onDay(addDays(today(), -10 * n), 5, { title: `Session ${n}` })),
    )
    const dates = [null, '2099-01-01', '2020-01-01', '2098-01-01', '2097-01-01', '2096-01-01']
    for (const date of dates) await addGoal(client, `Goal ${date}`, date)
    await addGoal(client, 'Ended', '2020-01-01', 'completed')
    const html = await page(client)
    expect(text(part(html, 'recent')).match(/Session \d/g)).toEqual([0, 1, 2, 3, 4].map((n) => `Session ${n}`))
    const goals = text(part(html, 'open-goals'))
    expect(goals).toContain('6 open, 1 overdue')
    expect(goals.match(/Goal \d{4}/g)).toEqual(['2020', '2096', '2097', '2098', '2099'].map((year) => `Goal ${year}`))
    expect(goals).not.toContain('Ended')
  })
})

test('the figures ask for themselves when they have changed, and leave the entry alone', async () => {
  const html = await page(await signedIn())
  expect(html).toMatch(
    /<div id="dashboard"><div hidden="" hx-get="\/stats\/live\?v=[^"]*" hx-trigger="[^"]*sessions-changed from:body, goal-changed from:body, tasks-changed from:body, rows-changed from:body, timer-changed from:body"/,
  )
  expect(html).toMatch(/<div hx-morph-skip="true"><form [^>]*id="entry-form"/)
})

describe('apps today', () => {
  const use = (date: string, package_name: string, minutes: number) => {
    const started_at = dayStart(date, utc)
    return { id: uuid(), package_name, started_at, ended_at: started_at + minutes * 60_000 }
  }
  const report = ({ userId }: Client, ...uses: ReturnType<typeof use>[]) =>
    reportUses(DB, userId, { clientId: 'phone', uses, zone: utc }, Date.now())
  const apps = async (client: Client) =>
    /Apps today .*?(?= This week)/.exec(text(await page(client)))?.[0].replaceAll(' .', '.')

  test('are not there where nothing was ever reported', async () => {
    expect(await apps(await signedIn())).toBeUndefined()
  })

  test('are parted by what holds now, and lead to the rules', async () => {
    const client = await signedIn()
    await putRule(client.userId, 'good.app', { is_whitelisted: 1, after: null })
    await report(client, use(addDays(today(), -1), 'good.app', 30))
    expect(await apps(client)).toContain('0 m No app usage today.')
    await report(client, use(today(), 'good.app', 71), use(today(), 'bad.app', 20))
    expect(await apps(client)).toContain('1 h 31 m 1h 11m on allowed apps, 20m on others.')
    expect(part(await page(client), 'today')).toContain('href="/whitelists"')
    expect(await page(client)).toMatch(/id="nav-apps"[^>]*>1 new</)
  })

  test('say which app opens next, after how much of what, and nothing of one that something else decides about', async () => {
    const client = await signedIn()
    const project_id = await putProject(client, 'Thesis')
    const openedBy = (subject: string, seconds: number) => ({
      is_whitelisted: 1 as const,
      after: { subject, seconds, period: 'day' as const },
    })
    await putRule(client.userId, 'video.app', openedBy(`project:${project_id}`, 7200))
    await putRule(client.userId, 'game.app', openedBy('all', 14_400))
    await report(client, use(today(), 'a.b', 1))
    expect(await apps(client)).toContain('2h more of Thesis to unlock video.app.')
    await putAll(client, [onDay(today(), 75, { project_id })])
    expect(await apps(client)).toContain('45m more of Thesis to unlock video.app.')
    await putAll(client, [onDay(today(), 45, { project_id })])
    expect(await apps(client)).toContain('2h more today to unlock game.app.')
    await putRule(client.userId, 'game.app', { is_whitelisted: 0, after: null }, client.userId)
    expect(await apps(client)).not.toContain('opens')
  })
})
