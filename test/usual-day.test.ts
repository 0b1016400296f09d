import { env } from 'cloudflare:workers'
import { describe, expect, test, vi } from 'vitest'
import { makeApiToken } from '../functions/account/auth/programs/issue'
import { event } from '../functions/apps/usage/testing'
import { developmentSecret } from '../functions/lib/http/security'
import { origin, request, rows, signedIn } from './support/client'
import { stopClock } from './support/clock'
import { storeOf } from './support/store'
import { minute } from './support/times'

const morning = Date.UTC(2026, 2, 3, 9)

stopClock(morning)

const part = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }

type Body = Record<string, string>

/** A person on a server in production, whose every row is counted: also of limits, sign-ins and last uses. */
const person = async () => {
  const client = await signedIn({ time_zone: 'UTC', day_start_minute: 0 })
  const total = { read: 0, written: 0 }
  const DB = storeOf(env.DB, (meta) => {
    total.read += meta.rows_read
    total.written += meta.rows_written
  })
  const bindings = { ...env, DB, ENVIRONMENT: 'production', JWT_SECRET: developmentSecret, PUBLIC_URL: origin }
  const spent: Record<string, number> = {}
  const cookie = { Cookie: client.cookie, Origin: origin }

  const send = async (what: string, path: string, init: RequestInit) => {
    const before = total.written
    const answer = await request(path, init, bindings)
    if (answer.status >= 400) throw new Error(`${path} ${answer.status} ${await answer.text()}`)
    spent[what] = (spent[what] ?? 0) + total.written - before
  }
  return {
    client,
    spent,
    total,
    headersOf: async (scopes: ('usage' | 'read' | 'write')[]) => {
      const asked = { name: 'A device', scopes, expiresAt: null }
      const { token } = await makeApiToken(bindings, client.userId, asked, Date.now())
      return { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
    },
    load: (what: string, path: string, more = {}) => send(what, path, { headers: { ...cookie, ...more } }),
    submit: (what: string, path: string, fields: Body) =>
      send(what, path, { method: 'POST', headers: { ...cookie, ...part }, body: new URLSearchParams(fields) }),
    call: (what: string, path: string, headers: Body, body: unknown) =>
      send(what, path, { method: 'POST', headers, body: JSON.stringify(body) }),
  }
}

const apps = ['org.editor', 'org.browser', 'org.terminal', 'com.mail', 'com.chat', 'org.music', 'com.sheets', 'org.pdf']

/** Three uses that ended within ten minutes, each of another app. */
const usesOf = (report: number) =>
  [0, 1, 2].map((index) => {
    const app = apps[index === 2 ? 2 + (report % 6) : index] ?? ''
    const from = Date.now() - (10 - 3 * index) * minute
    return event(`${report}-${index}`, app, from, from + 3 * minute)
  })

describe('a report of three uses writes', () => {
  const reports = async (uses: (report: number) => object[]) => {
    const { headersOf, call, spent } = await person()
    const phone = await headersOf(['usage'])
    for (const [index, name] of ['first', 'next', 'again', 'later'].entries()) {
      vi.setSystemTime(morning + ([0, 5, 9, 11][index] ?? 0) * minute)
      await call(name, '/api/v1/usage', phone, { events: uses(name === 'again' ? 6 : 6 * index) })
    }
    return spent
  }

  test('one row for each use and app, and one for all; every ten minutes those of the client and its token', async () => {
    expect(await reports(usesOf)).toEqual({ first: 12, next: 7, again: 0, later: 9 })
  })

  test('the day of an app once, however many uses it had', async () => {
    const uses = (report: number) => usesOf(report).map((use) => ({ ...use, package_name: 'org.editor' }))
    expect(await reports(uses)).toEqual({ first: 8, next: 5, again: 0, later: 7 })
  })
})

/**
 * Eight hours in steps of ten minutes, as docs/operations.md has them: 31 pages, 120 polls, 6 sessions by the timer and 2
 * by hand, 5 tasks that are done, 20 saves of notes, 3 ticks of a goal, a check-in, 16 reviews of cards, 48 reports of
 * app use and 24 syncs.
 */
test('a usual day writes at most 1,200 rows', async () => {
  const { client, spent, total, headersOf, load, submit, call } = await person()
  const { userId, json } = client
  const [phone, laptop] = [await headersOf(['usage']), await headersOf(['read', 'write'])]
  for (let card = 0; card < 16; card += 1) await json('POST', '/api/v1/cards', { question: `Q${card}`, answer: 'A' })
  await json('POST', '/api/v1/goals', { title: 'Run', measure: 'times', target: 3, period: 'week' })
  const idsOf = (table: string, where = 'true') =>
    rows<{ id: string; seq: number }>(`SELECT id, seq FROM ${table} WHERE user_id = ? AND ${where} ORDER BY id`, userId)
  const [cards, [goal]] = [await idsOf('cards'), await idsOf('goals')]
  const pages = ['/', '/tasks', '/sessions', '/stats', '/week', '/goals', '/whitelists', '/cards']

  const happens: ((step: number) => Promise<void> | false | undefined)[] = [
    (step) => step < 31 && load('pages', pages[step % pages.length] ?? '/'),
    (step) => step % 8 === 1 && submit('timer', '/timer/start', { title: `Work ${step}` }),
    async (step) => {
      for (let poll = 0; step < 12 && poll < 10; poll += 1) await load('polls', '/stats/live?view=dashboard', part)
    },
    (step) => step % 10 === 0 && submit('tasks', '/tasks', { title: `Task ${step}` }),
    async (step) => {
      const task = step % 10 === 5 && (await idsOf('tasks')).at(-1)
      if (task) await submit('tasks', `/tasks/${task.id}/complete`, { seq: String(task.seq) })
    },
    async (step) => {
      const session = step > 10 && step < 31 && (await idsOf('sessions', "status = 'completed'"))[0]
      if (session)
        await submit('notes', `/sessions/${session.id}/notes/notes`, {
          text: `Line ${step}`,
          base: String(session.seq),
        })
    },
    async (step) => {
      const timer = step % 8 === 6 && (await idsOf('sessions', "status = 'active'"))[0]
      if (timer) await submit('timer', '/timer/stop', { id: timer.id, seq: String(timer.seq) })
    },
    (step) =>
      step % 16 === 4 && step > 10
        ? submit('sessions', '/sessions', {
            title: 'By hand',
            date: '2026-03-02',
            started_at: `${step / 4}:00`,
            duration: '1h',
          })
        : undefined,
    (step) => step % 20 === 3 && submit('ticks', `/goals/${goal?.id}/ticks`, { note: `Round ${step}` }),
    (step) => step === 20 && submit('check-in', '/energy', { energy_level: '4', engagement_level: '3' }),
    (step) => (cards[step - 30] ? submit('cards', `/review/${cards[step - 30]?.id}`, { rating: '3' }) : undefined),
    (step) =>
      step % 2 === 0 &&
      call('syncs', '/api/v1/sync', laptop, {
        state: { device_id: 'laptop', last_sync: 0, local_version: step + 1, remote_version: 0 },
      }),
    (step) => call('app use', '/api/v1/usage', phone, { events: usesOf(step) }),
  ]
  for (let step = 0; step < 48; step += 1) {
    vi.setSystemTime(morning + step * 10 * minute)
    for (const happen of happens) await happen(step)
  }
  expect(spent.polls).toBe(0)
  expect(spent['app use']).toBeLessThanOrEqual(48 * 7 + 96)
  expect(total.written).toBeLessThanOrEqual(1200)
})
