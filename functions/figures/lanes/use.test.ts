import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { minute } from '../../../test/support/times'
import { type AppInterval, appNames, loggableUse, offerStretch, splitOf, splitWords, stretchesOf } from './use'

const day = { from: 0, to: 24 * 60 * minute }

const use = (app: string, from: number, to: number): AppInterval => ({ app, start: from * minute, end: to * minute })

const shown = (uses: AppInterval[]) =>
  stretchesOf(uses, day).map(({ name, start, end }) => `${name} ${start / minute}-${end / minute}`)

test('a stretch is named after the app that was used most in its half hours', () => {
  expect(shown([use('code', 540, 600), use('web', 600, 660)])).toEqual(['code 540-600', 'web 600-660'])
  // A look at the mail parts nothing.
  expect(shown([use('code', 540, 550), use('mail', 550, 553), use('code', 553, 585)])).toEqual(['code 540-585'])
})

test('a pause of ten minutes ends a stretch, a shorter one does not, and short use is not drawn', () => {
  expect(shown([use('code', 0, 20), use('code', 29, 40), use('code', 50, 75), use('web', 90, 109)])).toEqual([
    'code 0-40',
    'code 50-75',
  ])
})

test('a stretch of which no app has more than half is named after two, or after one and how many more', () => {
  const named = (...minutes: number[]) =>
    appNames(
      ['Code', 'Firefox', 'Mail', 'Notes']
        .slice(0, minutes.length)
        .map((app, n) => ({ app, seconds: 60 * (minutes[n] ?? 0) })),
    )
  expect(named(41)).toBe('Code')
  expect(named(36, 34)).toBe('Code')
  expect(named(35, 35)).toBe('Code, Firefox')
  expect(named(30, 28, 10)).toBe('Code, Firefox')
  expect(named(20, 20, 20, 20)).toBe('Code and 3 more')
  expect(shown([use('code', 540, 552), use('web', 552, 563), use('mail', 563, 570)])).toEqual(['code, web 540-570'])
})

test('a split counts what lies between two instants, and adds up what it does not name', () => {
  const [stretch] = stretchesOf(
    [use('code', 540, 560), use('web', 560, 570), use('mail', 570, 573), use('code', 573, 590), use('chat', 590, 592)],
    day,
  )
  if (!stretch) throw new Error('no stretch')
  expect(splitWords(stretch.apps)).toBe('code 37m, web 10m, mail 3m, 1 more 2m')
  expect(splitWords(splitOf(stretch, { from: 550 * minute, to: 571 * minute }))).toBe('code 10m, web 10m, mail 1m')
})

test('use before and after the day is left out', () => {
  expect(shown([use('code', -30, 25), use('code', 1_410, 1_500)])).toEqual(['code 0-25', 'code 1410-1440'])
})

/** Minutes of a stretch of 75 that are offered, else what they are logged as. */
const offeredBeside = (...tracked: [from: number, to: number, href?: string][]) => {
  const stretch = { name: 'code', start: 540 * minute, end: 615 * minute, apps: [], uses: [] }
  const spans = tracked.map(([from, to, href = '/timer']) => ({ from: from * minute, to: to * minute, href }))
  const { free, logged } = offerStretch(stretch, spans)
  return logged ?? `${free.from / minute}-${free.to / minute}`
}

test('a stretch offers the longest part that is not tracked, and leads to what tracks all of it', () => {
  expect(offeredBeside()).toBe('540-615')
  expect(offeredBeside([500, 540], [615, 700])).toBe('540-615')
  expect(offeredBeside([540, 570])).toBe('570-615')
  expect(offeredBeside([565, 580])).toBe('580-615')
  expect(offeredBeside([540, 560], [590, 620])).toBe('560-590')
  expect(offeredBeside([540, 615, '/sessions/a'])).toBe('/sessions/a')
  // The rest is too short to be drawn.
  expect(offeredBeside([540, 560, '/sessions/a'], [550, 600, '/sessions/b'])).toBe('/sessions/b')
  expect(offeredBeside([550, 700])).toBe('/timer')
})

test('a gap offers the longest use in it that is not tracked', () => {
  const stretches = stretchesOf([use('code', 540, 600), use('web', 620, 700)], day).map((one) => offerStretch(one, []))
  const inGap = (from: number, to: number) => {
    const found = loggableUse({ from: from * minute, to: to * minute }, stretches)
    return found && `${appNames(found.apps)} ${found.from / minute}-${found.to / minute}`
  }
  expect([inGap(500, 800), inGap(500, 640), inGap(560, 610), inGap(590, 630)]).toEqual([
    'web 620-700',
    'code 540-600',
    'code 560-600',
    undefined,
  ])
})

test('no two stretches are nearer than the height of each of them', () => {
  const some = fc.record({ start: fc.nat(86_400), length: fc.integer({ min: 600, max: 2_400 }) })
  fc.assert(
    fc.property(fc.array(some, { maxLength: 40 }), (list) => {
      const uses = list.map(({ start, length }) => use('code', start / 60, (start + length) / 60))
      for (const [index, { start }] of stretchesOf(uses, day).entries()) {
        const before = stretchesOf(uses, day)[index - 1]
        if (before) expect(start - before.start).toBeGreaterThanOrEqual(30 * minute)
      }
    }),
    { numRuns: runs(300) },
  )
})

test('any use: stretches follow one another within what was used, each named after its most used app, and its split is all of its use', () => {
  const some = fc.record({ app: fc.constantFrom('a', 'b', 'c'), start: fc.nat(1_440), length: fc.nat(90) })
  fc.assert(
    fc.property(fc.array(some, { maxLength: 60 }), (list) => {
      const uses = list.map(({ app, start, length }) => use(app, start, start + length))
      const stretches = stretchesOf(uses, day)
      for (const [index, stretch] of stretches.entries()) {
        const { name, start, end, apps } = stretch
        expect(start).toBeGreaterThanOrEqual(stretches[index - 1]?.end ?? 0)
        expect(end - start).toBeGreaterThanOrEqual(20 * minute)
        const inside = uses.map(
          (one) => Math.max(0, Math.min(one.end, end, day.to) - Math.max(one.start, start)) / 1000,
        )
        expect(apps.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(
          inside.reduce((sum, seconds) => sum + seconds, 0),
        )
        expect(apps.every(({ seconds }) => seconds <= (apps[0]?.seconds ?? 0))).toBe(true)
        expect(name.startsWith(apps[0]?.app ?? 'none')).toBe(true)
        for (let at = start; at < end; at += minute) {
          const isNear = uses.some((one) => one.start < at + 11 * minute && one.end > at - 11 * minute)
          expect(isNear).toBe(true)
        }
      }
    }),
    { numRuns: runs(500) },
  )
})
