import fc from 'fast-check'
import { readSheet } from 'read-excel-file/universal'
import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { addDays } from '../../lib/time/days'
import { newSession, putAll, putProject, words } from '../../time/sessions/testing'
import { roundSeconds } from './build'

const utc = { time_zone: 'UTC', day_start_minute: 0 }
const first = '2026-03-02'
const range = { from: first, to: addDays(first, 13) }

const sessions = fc.array(
  fc.record({
    minute: fc.nat(16 * 96).map((quarter) => quarter * 15),
    minutes: fc.constantFrom(0, 1, 7, 8, 50, 200, 1500),
    project: fc.constantFrom(null, 0, 1),
    own: fc.constantFrom(
      null,
      { billable: 0 as const },
      { billable: 1 as const, hourly_rate: 12_345, currency: 'USD' },
    ),
    title: fc.constantFrom('Layout', 'Call', '=1+1'),
  }),
  { minLength: 1, maxLength: 15 },
)

/** Rates of the first project from some days on. */
const rates = fc.uniqueArray(
  fc.record({
    day: fc.integer({ min: -3, max: 15 }),
    billable: fc.constantFrom(0, 1),
    hourly_rate: fc.nat(20_000),
    currency: fc.constantFrom('EUR', 'JPY'),
  }),
  { selector: ({ day }) => day, maxLength: 4 },
)

type Sums = { total_seconds: number; rounded_seconds: number; amounts: { currency: string; amount: string }[] }
type Group = Sums & { key: string; label: string; groups: Group[] }

const reportOf = async (client: Client, query: Record<string, string>) => {
  const answer = await client.json('GET', `/api/v1/report?${new URLSearchParams({ ...range, ...query })}`)
  expect([query, answer.status]).toEqual([query, 200])
  return answer.json<Sums & { groups: Group[] }>()
}

const digits: Record<string, number> = { EUR: 100, USD: 100, JPY: 1 }

test('a report is a naive sum of sessions and rates, in its groups, its CSV and its spreadsheet', async () => {
  const client = await signedIn(utc)
  const projects = [await putProject(client, 'One', 'Clinic'), await putProject(client, 'Two')]
  const property = fc.asyncProperty(
    sessions,
    rates,
    fc.constantFrom('none', 'up:15', 'nearest:6', 'down:5'),
    fc.constantFrom('project,week', 'client', 'day', ''),
    async (drawn, history, rounding, group) => {
      await rows('DELETE FROM sessions WHERE user_id = ?', client.userId)
      await rows('DELETE FROM rates WHERE user_id = ?', client.userId)
      const stored = drawn.map(({ minute, minutes, project, title }) =>
        newSession(Date.parse(`${first}T00:00:00Z`) + minute * 60_000, minutes, {
          ...utc,
          title,
          project_id: project === null ? null : (projects[project] ?? null),
        }),
      )
      await putAll(client, stored)
      for (const [index, { own }] of drawn.entries()) {
        if (!own) continue
        const { billable, hourly_rate = null, currency = null } = { hourly_rate: null, currency: null, ...own }
        await rows(
          'UPDATE sessions SET billable = ?, hourly_rate = ?, currency = ? WHERE id = ?',
          ...[billable, hourly_rate, currency, stored[index]?.id],
        )
      }
      for (const { day, billable, hourly_rate, currency } of history)
        await rows(
          'INSERT INTO rates VALUES (?, ?, ?, ?, ?, ?)',
          ...[client.userId, `project:${projects[0]}`, addDays(first, day), billable, hourly_rate, currency],
        )
      const entries = stored.flatMap((session, index) => {
        const byDay = new Map<string, number>()
        const firstDay = new Date(session.started_at).toISOString().slice(0, 10)
        byDay.set(firstDay, 0)
        for (let at = 0; at < session.duration_seconds; at += 60) {
          const date = new Date(session.started_at + at * 1000).toISOString().slice(0, 10)
          byDay.set(date, (byDay.get(date) ?? 0) + 60)
        }
        return [...byDay].flatMap(([date, seconds]) => {
          if (date < range.from || date > range.to) return []
          const held =
            session.project_id === projects[0] ? history.filter(({ day }) => addDays(first, day) <= date) : []
          const inForce = held.toSorted((a, b) => b.day - a.day)[0]
          const own = drawn[index]?.own
          const billable = own ? own.billable : (inForce?.billable ?? 0)
          const rate: { hourly_rate: number; currency: string } | undefined =
            own && 'hourly_rate' in own ? (own as { hourly_rate: number; currency: string }) : inForce
          return [{ seconds, billable, rate }]
        })
      })
      const isBilled = entries.some(({ billable, rate }) => billable === 1 && rate)
      const counted = entries.filter(({ billable }) => !isBilled || billable === 1)
      const [mode = 'none', minutes = '1'] = rounding.split(':')
      const of = (seconds: number) => roundSeconds(seconds, { mode: mode as 'up', minutes: Number(minutes) })
      const total = entries.reduce((sum, { seconds }) => sum + seconds, 0)
      const rounded = counted.reduce((sum, { seconds }) => sum + of(seconds), 0)
      const amounts: Record<string, number> = {}
      for (const { seconds, rate } of counted) {
        if (!isBilled || !rate) continue
        const amount = Math.floor((2 * of(seconds) * rate.hourly_rate + 3600) / 7200)
        amounts[rate.currency] = (amounts[rate.currency] ?? 0) + amount
      }
      const query = { rounding, group, per: 'entry' }
      const report = await reportOf(client, query)
      const readAmounts = (sums: Sums) =>
        Object.fromEntries(
          sums.amounts.map(({ currency, amount }) => [currency, Math.round(Number(amount) * (digits[currency] ?? 1))]),
        )
      expect([report.total_seconds, report.rounded_seconds, readAmounts(report)]).toEqual([total, rounded, amounts])
      const params = new URLSearchParams({ ...range, ...query, sessions: '1' })
      const csv = await (await client.get(`/report.csv?${params}`)).text()
      const lines = csv.trim().split('\r\n').slice(1)
      expect(lines.reduce((sum, line) => sum + Number(line.split(',').at(-6)), 0)).toBe(total)
      expect(csv).not.toMatch(/(^|,)"?=1/m)
      const file = await client.get(`/report.xlsx?${params}`)
      expect(file.headers.get('Content-Type')).toContain('spreadsheetml')
      const sheet = await readSheet(await file.arrayBuffer())
      expect(sheet.slice(1).reduce((sum, line) => sum + Number(line.at(-6)), 0)).toBe(total)
      for (const [currency, amount] of Object.entries(amounts)) {
        const own = sheet.slice(1).filter((line) => line.at(-2) === currency)
        expect(Math.round(own.reduce((sum, line) => sum + Number(line.at(-1)), 0) * (digits[currency] ?? 1))).toBe(
          amount,
        )
      }
      const page = await client.get(`/report?${new URLSearchParams({ ...range, ...query })}`)
      expect(page.status).toBe(200)
      expect((await client.get(`/report/document?${params}`)).status).toBe(200)
    },
  )
  await fc.assert(property, { numRuns: runs(10) })
}, 300_000)

test.each([
  ['group=planet', 'Choose client'],
  ['group=day,day', 'two different'],
  ['group=day,week,month', 'up to two'],
  ['rounding=up:7', 'Choose none'],
  ['per=week', 'entry or sum'],
  ['from=2026-03-05&to=2026-03-01', 'ends before it starts'],
  ['subject=planet:1', 'Unknown'],
])('%s is refused with its reason', async (query, reason) => {
  const client = await signedIn(utc)
  const page = await client.get(`/report?${query}`)
  expect([page.status, words(await page.text()).includes(reason)]).toEqual([422, true])
  expect((await client.json('GET', `/api/v1/report?${query}`)).status).toBe(422)
})

test('hours of a group lead to its sessions', async () => {
  const client = await signedIn(utc)
  const project = await putProject(client, 'One')
  await putAll(client, [newSession(`${first}T09:00:00Z`, 50, { ...utc, project_id: project, tags: ['deep'] })])
  const page = await client.get(`/report?${new URLSearchParams({ ...range, tag: 'deep', group: 'project,week' })}`)
  const html = await page.text()
  const hrefs = [...html.matchAll(/href="(\/sessions\?[^"]+)" data-figure="3000"/g)].map(([, href = '']) => href)
  expect(hrefs).toHaveLength(2)
  for (const href of hrefs) {
    const list = await (await client.get(href.replaceAll('&amp;', '&'))).text()
    expect([href, /data-total="(\d+)"/.exec(list)?.[1]]).toEqual([href, '3000'])
  }
})
