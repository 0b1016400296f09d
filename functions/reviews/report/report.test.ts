import fc from 'fast-check'
import Papa from 'papaparse'
import { readSheet } from 'read-excel-file/universal'
import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { utc } from '../../../test/support/times'
import { addDays } from '../../lib/time/days'
import { newSession, putAll, putProject, words } from '../../time/sessions/testing'
import { roundSeconds } from './build'

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

/** The sums of a file as its reader adds them up. */
const fileSums = ([head = [], ...lines]: unknown[][]) => {
  const of = (line: unknown[], name: string) => Number(line[head.indexOf(name)] || 0)
  const sum = (name: string) => lines.reduce((all, line) => all + of(line, name), 0)
  expect(sum('hours')).toBeCloseTo(sum('rounded_seconds') / 3600, 5)
  const amounts: Record<string, number> = {}
  for (const line of lines) {
    const currency = String(line[head.indexOf('currency')] || '')
    if (currency) amounts[currency] = (amounts[currency] ?? 0) + smallest(currency, of(line, 'amount'))
  }
  return { total: sum('seconds'), rounded: sum('rounded_seconds'), ...amounts }
}

const digits: Record<string, number> = { EUR: 100, USD: 100, JPY: 1 }
const smallest = (currency: string, amount: string | number) => Math.round(Number(amount) * (digits[currency] ?? 1))

test('a report is a naive sum of sessions and rates, in its groups, its CSV and its spreadsheet', async () => {
  const client = await signedIn(utc)
  const projects = [await putProject(client, 'One', 'Clinic'), await putProject(client, 'Two')]
  const property = fc.asyncProperty(
    sessions,
    rates,
    fc.constantFrom('none', 'up:15', 'nearest:6', 'down:5'),
    fc.constantFrom('project,week', 'client', 'day', ''),
    fc.constantFrom('entry', 'sum'),
    async (drawn, history, rounding, group, per) => {
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
        let before = 0
        return [...byDay].flatMap(([date, seconds]) => {
          before += seconds
          if (date < range.from || date > range.to) return []
          const held =
            session.project_id === projects[0] ? history.filter(({ day }) => addDays(first, day) <= date) : []
          const inForce = held.toSorted((a, b) => b.day - a.day)[0]
          const own = drawn[index]?.own
          const billable = own ? own.billable : (inForce?.billable ?? 0)
          const rate: { hourly_rate: number; currency: string } | undefined =
            own && 'hourly_rate' in own ? (own as { hourly_rate: number; currency: string }) : inForce
          return [{ seconds, billable, rate, before: before - seconds, whole: session.duration_seconds }]
        })
      })
      const isBilled = entries.some(({ billable, rate }) => billable === 1 && rate)
      const counted = entries.filter(({ billable }) => !isBilled || billable === 1)
      const [mode = 'none', minutes = '1'] = rounding.split(':')
      // Up to a moment of a session its rounded time is in proportion.
      const upTo = (part: number, whole: number) =>
        whole && Math.round((roundSeconds(whole, { mode: mode as 'up', minutes: Number(minutes) }) * part) / whole)
      const total = entries.reduce((sum, { seconds }) => sum + seconds, 0)
      const rounded = counted.reduce(
        (sum, { seconds, before, whole }) => sum + upTo(before + seconds, whole) - upTo(before, whole),
        0,
      )
      const amounts: Record<string, number> = {}
      for (const { seconds, before, whole, rate } of counted) {
        if (!isBilled || !rate) continue
        const earned = (part: number) => Math.floor((2 * upTo(part, whole) * rate.hourly_rate + 3600) / 7200)
        amounts[rate.currency] = (amounts[rate.currency] ?? 0) + earned(before + seconds) - earned(before)
      }
      const query = { rounding, group, per }
      const report = await reportOf(client, query)
      const readAmounts = (sums: Sums) =>
        Object.fromEntries(sums.amounts.map(({ currency, amount }) => [currency, smallest(currency, amount)]))
      const sums = { total, rounded: report.rounded_seconds, ...readAmounts(report) }
      expect(report.total_seconds).toBe(total)
      if (per === 'entry' && rounding !== 'none') expect(sums).toEqual({ total, rounded, ...amounts })
      for (const sessions of ['0', '1']) {
        const params = new URLSearchParams({ ...range, ...query, sessions })
        const csv = await (await client.get(`/report.csv?${params}`)).text()
        expect(csv).not.toMatch(/(^|,)"?=1/m)
        expect(fileSums(Papa.parse<unknown[]>(csv.trim()).data)).toEqual(sums)
        const file = await client.get(`/report.xlsx?${params}`)
        expect(file.headers.get('Content-Type')).toContain('spreadsheetml')
        expect(fileSums(await readSheet(await file.arrayBuffer()))).toEqual(sums)
        expect((await client.get(`/report/document?${params}`)).status).toBe(200)
      }
      const page = await client.get(`/report?${new URLSearchParams({ ...range, ...query })}`)
      expect(page.status).toBe(200)
    },
  )
  await fc.assert(property, { numRuns: runs(10) })
}, 300_000)

test('the sums of a file are those of the report: single entries, three currencies, each way to round', async () => {
  const client = await signedIn(utc)
  const at = (minute: number, minutes: number, project_id: string | null) =>
    newSession(Date.parse(`${first}T08:00:00Z`) + minute * 60_000, minutes, { ...utc, project_id })
  const project = await putProject(client, 'One')
  const [yen, ...others] = [at(0, 7, project), at(10, 20, project), at(900, 130, project), at(2000, 20, null)]
  await putAll(
    client,
    [yen, ...others].filter((one) => one !== undefined),
  )
  await rows("INSERT INTO rates VALUES (?, 'all', '2026-01-01', 1, 10000, 'USD')", client.userId)
  await rows("INSERT INTO rates VALUES (?, ?, '2026-01-01', 1, 7777, 'EUR')", client.userId, `project:${project}`)
  await rows("UPDATE sessions SET hourly_rate = 999, currency = 'JPY' WHERE id = ?", yen?.id)
  for (const group of ['', 'project,day'])
    for (const rounding of ['none', 'up:15', 'down:30'])
      for (const per of ['entry', 'sum'])
        for (const sessions of ['0', '1']) {
          const query = { group, rounding, per, sessions }
          const { total_seconds, rounded_seconds, amounts } = await reportOf(client, query)
          const [csv, file] = await Promise.all(
            ['csv', 'xlsx'].map((type) => client.get(`/report.${type}?${new URLSearchParams({ ...range, ...query })}`)),
          )
          const sums = [
            fileSums(Papa.parse<unknown[]>(((await csv?.text()) ?? '').trim()).data),
            fileSums(await readSheet((await file?.arrayBuffer()) ?? new ArrayBuffer())),
          ]
          const report = {
            ...{ total: total_seconds, rounded: rounded_seconds },
            ...Object.fromEntries(amounts.map(({ currency, amount }) => [currency, smallest(currency, amount)])),
          }
          expect([query, ...sums]).toEqual([query, report, report])
        }
})

test('a spreadsheet has any number of entries, its dates are dates, and days and months say their year', async () => {
  const client = await signedIn(utc)
  const sessions = Array.from({ length: 700 }, (_, index) =>
    newSession(Date.parse(`${first}T08:00:00Z`) + index * 1_200_000, 20, {
      ...utc,
      title: `Entry ${index} \u0007_x0041_ <&>`,
      notes: 'Two lines\nof notes',
    }),
  )
  await putAll(client, sessions)
  const read = async (group: string, sessions = '1') => {
    const query = new URLSearchParams({ ...range, group, sessions, notes: '1' })
    const file = await client.get(`/report.xlsx?${query}`)
    expect([group, file.status]).toEqual([group, 200])
    return readSheet(await file.arrayBuffer())
  }
  const at = new Date(`${first}T00:00:00Z`)
  const byDay = await read('day')
  expect(byDay).toHaveLength(701)
  expect(byDay[1]?.slice(0, 5)).toEqual([at, at, 'Entry 0 _x0041_ <&>', 'Two lines\nof notes', 1200])
  expect((await read('month,day', '0'))[1]?.slice(0, 2)).toEqual(['March 2026', at])
  expect((await read('week', '0'))[1]?.[0]).toBe('2–8 March 2026')
  const days = await (await client.get(`/report.csv?${new URLSearchParams({ ...range, group: 'month,day' })}`)).text()
  expect(days).toContain('March 2026,"Monday, 2 March 2026",')
})

test('a document says billed hours once, and rounded where something was rounded', async () => {
  const client = await signedIn(utc)
  await putAll(client, [newSession(`${first}T09:00:00Z`, 93, utc)])
  const sum = async (rounding: string) => {
    const html = await (await client.get(`/report/document?${new URLSearchParams({ ...range, rounding })}`)).text()
    return words(/<dl>.*?<\/dl>/s.exec(html)?.[0] ?? '').trim()
  }
  expect(await sum('none')).toBe('Tracked 1h 33m')
  expect(await sum('up:15')).toBe('Tracked 1.55 h Rounded 1.75 h')
  await rows("INSERT INTO rates VALUES (?, 'all', '2026-01-01', 1, 6000, 'EUR')", client.userId)
  expect(await sum('none')).toBe('Tracked 1h 33m Billed 1h 33m Amount €93.00')
  expect(await sum('up:5')).toBe('Tracked 1h 33m Billed, rounded 1h 35m Amount €95.00')
  expect(await sum('up:15')).toBe('Tracked 1.55 h Billed, rounded 1.75 h Amount €105.00')
})

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
