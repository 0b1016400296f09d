import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { rows, signedIn } from '../../../test/support/client'
import { wrongSums } from '../../../test/support/models/sums'
import { runs } from '../../../test/support/runs'
import { day } from '../../../test/support/times'
import { splitDays, type Zone } from '../../lib/time/days'
import { setRules } from '../whitelists/rules'
import { device, event, type Reported } from './testing'

/**
 * The law: reports are a set of events. In whatever order, in however many requests and however often they are sent,
 * they leave the same rows, which hold the events' seconds by day.
 */
const longest = 24 * 60 * 60

/** Shortly after days of 23, 25, 23.5 and 0 hours. */
const places: { zone: Zone; now: number }[] = [
  { zone: { time_zone: 'Europe/Lisbon', day_start_minute: 240 }, now: Date.UTC(2024, 2, 31, 21) },
  { zone: { time_zone: 'Europe/Lisbon', day_start_minute: 0 }, now: Date.UTC(2023, 9, 30, 8) },
  { zone: { time_zone: 'Australia/Lord_Howe', day_start_minute: 0 }, now: Date.UTC(2024, 3, 8) },
  { zone: { time_zone: 'Pacific/Apia', day_start_minute: 240 }, now: Date.UTC(2012, 0, 1, 12) },
]

const flaws = {
  none: null,
  backwards: 'ended_at: It ends before it starts',
  long: 'ended_at: An event lasts at most 24 hours',
  future: 'ended_at: That is in the future',
  old: 'ended_at: That is over 400 days ago',
  name: 'package_name: Enter the package name: 1 to 255 characters, without spaces',
  instant: 'started_at: Enter an instant in ISO 8601 with its offset, such as 2026-03-08T09:30:00.000Z',
  member: 'seconds: Unknown field',
  missing: 'ended_at: Enter an instant in ISO 8601 with its offset, such as 2026-03-08T09:30:00.000Z',
} as const
type Flaw = keyof typeof flaws

const drafts = fc.array(
  fc.record({
    /** End of the event, in milliseconds before now. */
    ago: fc.oneof(
      fc.nat(3 * day),
      // Around a fortnight.
      fc.integer({ min: 11 * day, max: 16 * day }),
      fc.nat(399 * day),
      fc.integer({ min: -5 * 60_000, max: 0 }),
    ),
    seconds: fc.oneof(fc.nat(4000), fc.nat(longest), fc.constantFrom(0, longest)),
    spare: fc.nat(999),
    app: fc.nat(2),
    phone: fc.boolean(),
    flaw: fc.oneof(
      { weight: 3, arbitrary: fc.constant<Flaw>('none') },
      fc.constantFrom<Flaw>(
        ...(['backwards', 'long', 'future', 'old', 'name', 'instant', 'member', 'missing'] as const),
      ),
    ),
  }),
  { minLength: 1, maxLength: 30 },
)
type Draft = typeof drafts extends fc.Arbitrary<(infer D)[]> ? D : never

/** Builds the event of a draft; its flaw is all that is wrong with it. */
const made = ({ ago, seconds, spare, app, phone, flaw }: Draft, index: number, now: number) => {
  const id = `event-${index}`
  const name = `app.${app}`
  const ended_at = now - ago
  const started_at = ended_at - Math.min(seconds * 1000 + spare, longest * 1000)
  const good = event(id, name, started_at, ended_at)
  const given: Record<Flaw, () => object> = {
    none: () => good,
    backwards: () => ({ ...good, started_at: new Date(ended_at + 1).toISOString() }),
    long: () => ({ ...good, started_at: new Date(ended_at - longest * 1000 - 1).toISOString() }),
    future: () => event(id, name, now, now + 5 * 60_000 + 1 + spare),
    old: () => event(id, name, now - 401 * day, now - 400 * day - 1 - spare),
    name: () => ({ ...good, package_name: `app ${app}` }),
    instant: () => ({ ...good, started_at: new Date(started_at).toISOString().slice(0, 19) }),
    member: () => ({ ...good, seconds }),
    missing: () => ({ id, package_name: name, started_at: good.started_at }),
  }
  return { id, name, started_at, ended_at, phone, said: flaws[flaw], given: given[flaw]() }
}
type Made = ReturnType<typeof made>

const added = <K>(sums: Map<K, number>, key: K, amount: number) => sums.set(key, (sums.get(key) ?? 0) + amount)

/** Models the events as a list of days, and the last of each app. */
const model = (events: Made[], zone: Zone) => {
  const good = events.filter(({ said }) => said === null)
  const seconds = new Map<string, number>()
  const counts = new Map<string, number>()
  for (const { name, started_at, ended_at } of good) {
    const split = splitDays(started_at, Math.floor((ended_at - started_at) / 1000), zone)
    for (const [index, [date, amount]] of split.entries()) {
      added(seconds, `${name} ${date}`, amount)
      added(counts, `${name} ${date}`, Number(index === 0))
    }
  }
  const daily = [...seconds].toSorted().map(([key, total_seconds]) => {
    const [package_name = '', date = ''] = key.split(' ')
    return { package_name, date, total_seconds, event_count: counts.get(key) ?? 0 }
  })
  const used = [...Map.groupBy(daily, ({ package_name }) => package_name)]
    .toSorted()
    .map(([package_name, ofApp]) => ({ package_name, last_date: ofApp.at(-1)?.date ?? '' }))
  return { daily, used }
}

/** All rows that reports leave of a person, with devices by name. */
const kept = async (userId: string) => ({
  events: await rows(
    `SELECT app_usage.id, package_name, started_at, ended_at, days, app_usage.created_at, name
     FROM app_usage JOIN api_tokens ON api_tokens.id = client_id WHERE app_usage.user_id = ? ORDER BY app_usage.id`,
    userId,
  ),
  daily: await rows(
    'SELECT package_name, date, total_seconds, event_count FROM daily_usage WHERE user_id = ? ORDER BY 1, 2',
    userId,
  ),
  used: await rows('SELECT package_name, last_date FROM used_apps WHERE user_id = ? ORDER BY 1', userId),
  clients: await rows(
    'SELECT name, first_report_at, last_report_at FROM usage_clients WHERE user_id = ? ORDER BY 1',
    userId,
  ),
  heads: await rows(
    'SELECT seq, stats_seq, whitelist_seq, timer_seq, earned FROM change_heads WHERE user_id = ?',
    userId,
  ),
})

const person = async (zone: Zone) => {
  const { userId } = await signedIn(zone)
  await setRules(
    env.DB,
    { id: userId },
    [{ package_name: 'app.1', rule: { is_whitelisted: 1, after: null } }],
    Date.now(),
  )
  return { userId, phone: await device(userId, 'Phone'), desktop: await device(userId, 'Desktop') }
}

const split = <T>(items: T[], sizes: number[]) => {
  const parts: T[][] = []
  for (let at = 0, part = 0; at < items.length; part += 1) {
    const size = sizes[part % sizes.length] ?? 1
    parts.push(items.slice(at, at + size))
    at += size
  }
  return parts
}

const total = (answers: Reported[], what: 'accepted' | 'duplicates') => answers.reduce((sum, one) => sum + one[what], 0)

test('events sent twice, shuffled, in any calls and from several devices leave the same, and it is their sum', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...places),
      drafts,
      fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 4 }),
      fc.infiniteStream(fc.nat()),
      async ({ zone, now }, given, sizes, order) => {
        vi.useFakeTimers({ toFake: ['Date'], now })
        const events = given.map((draft, index) => made(draft, index, now))
        const [one, other] = [await person(zone), await person(zone)]

        const answers: Reported[] = []
        for (const isPhone of [true, false]) {
          const sent = events.filter(({ phone }) => phone === isPhone)
          if (sent.length === 0) continue
          const answer = await (isPhone ? one.phone : one.desktop).report(sent.map((it) => it.given))
          expect(answer.rejected).toEqual(
            sent.flatMap(({ id, said }, index) => {
              const [path, ...words] = said?.split(': ') ?? []
              return said ? [{ id, errors: [{ path: `events.${index}.${path}`, message: words.join(': ') }] }] : []
            }),
          )
          answers.push(answer)
        }
        const good = events.filter(({ said }) => said === null)
        expect([total(answers, 'accepted'), total(answers, 'duplicates')]).toEqual([good.length, 0])

        const twice = [...events, ...events]
          .map((it) => ({ it, at: order.next().value ?? 0 }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ it }) => it)
        const again: Reported[] = []
        for (const call of split(twice, sizes)) {
          for (const isPhone of [true, false]) {
            const sent = call.filter(({ phone }) => phone === isPhone).map((it) => it.given)
            if (sent.length > 0) again.push(await (isPhone ? other.phone : other.desktop).report(sent))
          }
        }
        expect([total(again, 'accepted'), total(again, 'duplicates')]).toEqual([good.length, good.length])

        const found = await kept(one.userId)
        expect(await kept(other.userId)).toEqual(found)
        expect(found).toMatchObject(model(events, zone))
        const seconds = good.reduce((sum, use) => sum + Math.floor((use.ended_at - use.started_at) / 1000), 0)
        const rowsOf: { total_seconds?: number }[] = found.daily
        expect(rowsOf.reduce((sum, row) => sum + (row.total_seconds ?? 0), 0)).toBe(seconds)
        expect(await wrongSums(other.userId)).toEqual([])
      },
    ),
    { numRuns: runs(12) },
  )
})
