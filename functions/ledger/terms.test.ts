import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { rows, signedIn } from '../../test/support/client'
import { useMachineClock } from '../../test/support/clock'
import { runs } from '../../test/support/runs'
import { utc } from '../../test/support/times'
import { allRows, sql } from '../lib/db/sql'
import { amountOf, readRate } from '../lib/money'
import { addDays } from '../lib/time/days'
import { newSession, putAll } from '../time/sessions/testing'
import { clientOfTime, isOfClient, termsOfFact } from './terms'

useMachineClock()

// A trigger reads the clock of the database.
let today: string
beforeEach(() => {
  today = new Date().toISOString().slice(0, 10)
})

const bit = fc.constantFrom(null, null, 0 as const, 1 as const)
const rate = fc.oneof(
  fc.constant({ hourly_rate: null, currency: null }),
  fc.record({ hourly_rate: fc.nat(20_000), currency: fc.constantFrom('EUR', 'USD', 'JPY') }),
)
const said = fc.tuple(bit, rate).map(([billable, of]) => ({ billable, ...of }))
type Said = { billable: 0 | 1 | null; hourly_rate: number | null; currency: string | null }

const subjects = ['all', 'organization:a', 'organization:b', 'project:p', 'project:q', 'task:t']
const days = fc.integer({ min: -9, max: 0 })
// More rates of a subject than are known without a lookup.
const ratedSubjects = fc.oneof(fc.constantFrom(...subjects), fc.constantFrom('project:p', 'organization:a'))

const history = fc.record({
  rates: fc.uniqueArray(fc.tuple(ratedSubjects, days, said), {
    selector: ([subject, day]) => `${subject} ${day}`,
    maxLength: 20,
  }),
  /** Clients of the project `p` until a day; the last one holds now. */
  former: fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', null), days), { selector: ([, day]) => day, maxLength: 3 }),
  client: fc.constantFrom('a', 'b', null),
  sessions: fc.array(
    fc.record({
      day: days,
      minutes: fc.integer({ min: 1, max: 3000 }),
      project_id: fc.constantFrom('p', 'q', null),
      task_id: fc.constantFrom('t', null),
      own: said,
    }),
    { minLength: 1, maxLength: 8 },
  ),
  /** Said today: rates, and the clients that the project moves to. */
  changes: fc.array(fc.oneof(fc.tuple(fc.constantFrom(...subjects), said), fc.constantFrom('a', 'b', null)), {
    maxLength: 4,
  }),
})

type Fact = {
  date: string
  session_id: string
  seconds: number
  billable: 0 | 1
  rate: string | null
  client: string | null
  isOfA: number
}

const read = (userId: string) => {
  const { isBillable, rateOf } = termsOfFact(userId)
  return allRows<Fact>(sql(env.DB)`
    SELECT date, session_id, seconds, ${isBillable} AS billable, ${rateOf} AS rate, ${clientOfTime(userId)} AS client,
      coalesce(${isOfClient(userId, 'a')}, 0) AS isOfA
    FROM session_days AS f WHERE user_id = ${userId} ORDER BY date, session_id`)
}

const put = (userId: string, subject: string, from: string, { billable, hourly_rate, currency }: Said) =>
  rows('REPLACE INTO rates VALUES (?, ?, ?, ?, ?, ?)', userId, subject, from, billable, hourly_rate, currency)

/** Sums by currency. */
const sums = (facts: Fact[]) => {
  const all: Record<string, number> = {}
  for (const { seconds, billable, rate: of } of facts) {
    if (!billable || of === null) continue
    const { hourly_rate, currency } = readRate(of)
    all[currency] = (all[currency] ?? 0) + amountOf(seconds, hourly_rate)
  }
  return all
}

test('amounts are a naive sum, and what is said today changes none of the days before', async () => {
  const { userId } = await signedIn(utc)
  const add = (table: string, id: string) =>
    rows(
      `INSERT INTO ${table} (user_id, id, name, name_key, seq, created_at, updated_at) VALUES (?, ?, ?, ?, 1, 0, 0)`,
      ...[userId, id, id, id],
    )
  for (const id of ['a', 'b']) await add('organizations', id)
  for (const id of ['p', 'q']) await add('projects', id)
  const clear = async () => {
    for (const table of ['rates', 'sessions']) await rows(`DELETE FROM ${table} WHERE user_id = ?`, userId)
    await rows("UPDATE projects SET organization_id = NULL WHERE user_id = ? AND id = 'p'", userId)
    await rows('DELETE FROM former_clients WHERE user_id = ?', userId)
  }
  const property = fc.asyncProperty(history, async ({ rates, former, client, sessions, changes }) => {
    await clear()
    const stored = sessions.map(({ day, minutes, project_id, task_id, own }, index) =>
      newSession(`${addDays(today, day)}T09:00:00Z`, minutes, { ...utc, id: `s${index}`, project_id, task_id, ...own }),
    )
    await putAll({ userId } as never, stored)
    for (const [subject, day, of] of rates) await put(userId, subject, addDays(today, day), of)
    await rows("UPDATE projects SET organization_id = ? WHERE user_id = ? AND id = 'p'", client, userId)
    await rows('DELETE FROM former_clients WHERE user_id = ?', userId)
    for (const [of, day] of former)
      await rows("INSERT INTO former_clients VALUES (?, 'p', ?, ?)", userId, addDays(today, day), of)

    const clientOn = (date: string, isKnown = (_: string | null) => true) => {
      const [before] = former
        .filter(([of]) => isKnown(of))
        .map(([of, day]) => ({ of, until: addDays(today, day) }))
        .filter(({ until }) => until > date)
        .toSorted((one, other) => one.until.localeCompare(other.until))
      return before ? before.of : client
    }
    const inForce = (subject: string, date: string): Said | undefined =>
      rates
        .filter(([of, day]) => of === subject && addDays(today, day) <= date)
        .toSorted(([, one], [, other]) => other - one)[0]?.[2]
    const naive = (date: string, id: string) => {
      const session = sessions[Number(id.slice(1))]
      const owner = session?.project_id === 'p' ? clientOn(date) : null
      // Time from before a project had a client is listed with its first one.
      const page = session?.project_id === 'p' ? clientOn(date, (of) => of !== null) : null
      const names = [session?.task_id && 'task:t', session?.project_id && `project:${session.project_id}`]
      const levels = [...names, owner && `organization:${owner}`, 'all'].flatMap((one) => one || [])
      const all = [session?.own, ...levels.map((subject) => inForce(subject, date))].filter((one) => one !== undefined)
      const priced = all.find(({ hourly_rate }) => hourly_rate !== null)
      return {
        billable: all.find(({ billable }) => billable !== null)?.billable ?? 0,
        rate: priced ? `${priced.hourly_rate} ${priced.currency}` : null,
        client: page,
        isOfA: Number(page === 'a'),
      }
    }
    const facts = await read(userId)
    const expected = facts.map((fact) => ({ ...fact, ...naive(fact.date, fact.session_id) }))
    expect(facts).toEqual(expected)
    expect(sums(facts)).toEqual(sums(expected))

    for (const change of changes) {
      if (Array.isArray(change)) await put(userId, change[0], today, change[1])
      else await rows("UPDATE projects SET organization_id = ? WHERE user_id = ? AND id = 'p'", change, userId)
    }
    const before = (all: Fact[]) =>
      all.filter(({ date }) => date < today).map(({ client: _, isOfA: __, ...terms }) => terms)
    expect(before(await read(userId))).toEqual(before(facts))
  })
  await fc.assert(property, { numRuns: runs(300) })
}, 300_000)

test('a move changes nothing of its day, and one that is taken back leaves no trace', async () => {
  const { userId } = await signedIn(utc)
  for (const id of ['a', 'b'])
    await rows(
      'INSERT INTO organizations (user_id, id, name, name_key, seq, created_at, updated_at) VALUES (?, ?, ?, ?, 1, 0, 0)',
      ...[userId, id, id, id],
    )
  await rows(
    "INSERT INTO projects (user_id, id, name, name_key, organization_id, seq, created_at, updated_at) VALUES (?, 'p', 'P', 'p', 'a', 1, 0, 0)",
    userId,
  )
  const said = { billable: 1 as const, currency: 'EUR' }
  await put(userId, 'organization:a', '0001-01-01', { ...said, hourly_rate: 100 })
  await put(userId, 'organization:b', '0001-01-01', { ...said, hourly_rate: 200 })
  const session = newSession(`${today}T00:00:00Z`, 1, { ...utc, project_id: 'p' })
  const later = newSession(`${addDays(today, 1)}T00:00:00Z`, 1, { ...utc, project_id: 'p' })
  await putAll({ userId } as never, [session, later])
  const rates = async () => (await read(userId)).map(({ rate: of }) => of)
  const move = (to: string | null) => rows('UPDATE projects SET organization_id = ? WHERE user_id = ?', to, userId)
  await move('b')
  expect(await rates()).toEqual(['100 EUR', '200 EUR'])
  await move(null)
  expect(await rates()).toEqual(['100 EUR', null])
  await move('a')
  expect(await rates()).toEqual(['100 EUR', '100 EUR'])
  expect(await rows('SELECT 1 FROM former_clients WHERE user_id = ?', userId)).toEqual([])
})
