import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { stopClock } from '../../../test/support/clock'
import { insertRows, rowTexts, twoOrganizations } from '../../../test/support/rows/organizations'
import { runs } from '../../../test/support/runs'
import { localNow } from '../../lib/env'
import { Preferences } from '../../lib/preferences'
import { addDays, isoWeekday } from '../../lib/time/days'
import { words } from '../../time/sessions/testing'
import { energyPage, minCheckIns } from './averages'

const today = '2026-11-20'

stopClock(`${today}T12:00:00Z`)

const level = fc.integer({ min: 1, max: 5 })
const someCheckIns = fc.array(
  fc.record({
    ...{ own: fc.nat(3), ago: fc.oneof(fc.constant(0), fc.nat(6), fc.nat(500)), hour: fc.constantFrom(9, 14) },
    ...{ energy: level, engagement: level },
  }),
  { minLength: 1, maxLength: 60 },
)

const mean = (numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length

test('check-ins and their averages are those of the context', async () => {
  const check = fc.asyncProperty(someCheckIns, async (generated) => {
    const { client, stamps, columns, contexts, isIn, get, listed } = await twoOrganizations()
    const checkIns = generated.map((one, index) => {
      const date = addDays(today, -one.ago)
      return { ...one, id: uuid(), notes: `row ${index}.`, date, weekday: isoWeekday(date) }
    })
    await insertRows(
      'energy_checkins',
      checkIns.map(({ id, notes, date, weekday, hour, energy, engagement, own }, index) => ({
        ...{ ...stamps, organization_id: columns({ own }).organization_id, id, notes, date, weekday, hour },
        ...{ at: Date.parse(`${date}T09:00:00Z`) + index, time_zone: 'UTC' },
        ...{ energy_level: energy, engagement_level: engagement },
      })),
    )
    const now = localNow({ preferences: Preferences.parse({ time_zone: 'UTC' }), latest_day: null })
    for (const org of contexts) {
      const own = checkIns.filter((one) => isIn(org, { own: one.own }))
      const notes = (some: typeof own) => some.map((one) => one.notes).sort()
      const todays = own.filter(({ date }) => date === today)
      expect([org, rowTexts(await get('/energy', org))]).toEqual([org, notes(todays)])
      const { weeks, hours, weekdays, earlier } = await energyPage(env.DB, client.userId, org, {}, now)
      expect(earlier).toBe(
        own
          .map(({ date }) => date)
          .filter((date) => date < today)
          .sort()
          .at(-1) ?? null,
      )
      const counted = own.filter(({ date }) => date > addDays(today, -365))
      for (const [by, buckets] of [['hour', hours] as const, ['weekday', weekdays] as const]) {
        const groups = [...Map.groupBy(counted, (one) => one[by])].map(([at, of]) => ({
          ...{ at, checkins: of.length, tracked_seconds: 0 },
          energy: of.length < minCheckIns ? null : mean(of.map(({ energy }) => energy)),
          engagement: of.length < minCheckIns ? null : mean(of.map(({ engagement }) => engagement)),
        }))
        expect([org, buckets.filter(({ checkins }) => checkins > 0)]).toEqual([org, groups.sort((a, b) => a.at - b.at)])
      }
      for (const { from, checkins, energy } of weeks) {
        const of = own.filter(({ date }) => date >= from && date <= addDays(from, 6))
        expect([from, checkins, energy]).toEqual([
          from,
          of.length,
          of.length ? mean(of.map((one) => one.energy)) : null,
        ])
      }
      expect((await listed('/energy', org)).map((one) => one.notes).sort()).toEqual(notes(own))
    }
  })
  await fc.assert(check, { numRuns: runs(30) })
})

test('says what stands behind the averages of a context', async () => {
  const { acme, get, post } = await twoOrganizations()
  await post('/energy', { energy_level: '4', engagement_level: '2' }, acme)
  const html = words(await get('/energy', acme))
  expect(html).toContain('of 12 months')
  expect(html).toContain('averages need 10 check-ins')
  expect(words(await get('/energy', 'none'))).toContain('No check-ins yet')
})
