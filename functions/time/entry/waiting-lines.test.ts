import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { Line } from '../../../client/service-worker/line'
import { choicesAhead, readLine, sessionsOf, timerOf } from '../../../client/waiting-words'
import { rows, signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { Preferences } from '../../lib/preferences'
import { dayOf } from '../../lib/time/days'
import { plansTask } from './execute'
import { interpret, readEntry } from './interpret'

const zone = Preferences.parse({ time_zone: 'UTC', day_start_minute: 0 })
const none = { projects: [], goals: [], tags: [] }

/** Tuesday, 14:23 */
const now = Date.parse('2026-03-10T14:23:41.700Z')

const words = [
  'Call|the|clinic|Writing|3|2026|9|tests|on|at|until|before|the|focus|pomodoro|start|p1|for|focus|Essay|Monday',
  'today|tomorrow|#deep|@Thesis|!Methods|chapter 3|v2|1.5|1/2|Schritt|ab|part|7|101|12|Nov|May|15th|15.12.',
  'weekly|every|week|next|last|noon|someday|of|due|since|in|2|days|ago|weekend|this|start|@|friends|money',
  '"9-10"|٣|high|after done|end of month|sat|9 am|10 Uhr|45s|(3)|3,|from now|!?',
].flatMap((some) => some.split('|'))
const times = [
  '9:15|25m|1h|1h 30m|1h30m|90 min|2 h|1.5h|0m|30h|1,5h|45|100m|1h 5m|12h|until 18:30|for 25m|50 minutes|25',
  '9:00-10:30|9-10|13:10 – 14:00|14:00-15:00|10:30-9:00|25:00-26:00|9am-10am|0:10-0:20|18:30|14:24|2:00|6 pm',
].flatMap((some) => some.split('|'))

const line = fc
  .tuple(
    fc.option(fc.constantFrom(...times), { nil: '' }),
    fc.array(fc.constantFrom(...words), { maxLength: 5 }),
    fc.option(fc.constantFrom(...times), { nil: '', freq: 3 }),
    fc.option(fc.constantFrom('@Thesis', '#deep', '!Methods @Thesis', '%"A course"'), { nil: '' }),
  )
  .map(([before, some, after, names]) => [before, ...some, after, names].filter(Boolean).join(' '))

const understood = (text: string) => {
  const input = { text }
  const typed = readEntry(input, none, dayOf(now, zone))
  return { ...interpret(typed, input, none, { now, zone }), isTask: plansTask(typed, input, none, now, zone) }
}

test('a device says of a line either what the server will make of it, or nothing', () => {
  fc.assert(
    fc.property(line, fc.boolean(), (text, isToday) => {
      const read = readLine(text, now, { isHome: true, isToday })
      const { plan, isTask, errors, futureChoices } = understood(text)
      if (read.does === 'entered' && read.ahead) {
        const { from, to } = read.ahead
        expect(isTask).toBe(false)
        expect(plan).toMatchObject({ times: { started_at: from, ended_at: to } })
        expect(futureChoices.map(({ answer }) => answer)).toEqual([from < now ? 'now' : 'yesterday', 'planned'])
      }
      if (read.does === 'entered') {
        if (plan?.kind === 'start' && !(isToday && isTask)) expect(read.mayStart).toBe(true)
        return
      }
      if (errors.length > 0 && plan === null) return
      expect(isTask).toBe(false)
      if (read.does === 'logged')
        expect(plan).toMatchObject({
          kind: 'log',
          times: { started_at: read.times.from, ended_at: Math.floor(read.times.to / 1000) * 1000 },
        })
      else if (read.does === 'starts a focus')
        expect(plan).toEqual({ kind: 'start', started_at: undefined, focus: read.focus ?? zone.focus_minutes * 60 })
      else expect(plan).toEqual({ kind: 'start', started_at: undefined })
    }),
    { numRuns: runs(2000) },
  )
})

test.each([
  ...['Write chapter 3 @Thesis', 'Read part 7 @Thesis', 'Gamma @Thesis', 'Room 101', '3 emails', 'Review 2026 @Thesis'],
  ...['Plan the next chapter', 'Read the last part', 'Pay with money', 'Call friends', '2026 plans @Thesis #deep'],
])('%s starts the timer', (text) => {
  expect(readLine(text, now).does).toBe('starts the timer')
  expect(understood(text)).toMatchObject({ plan: { kind: 'start' }, isTask: false })
})

test.each([
  ...['Dentist tomorrow', 'Call Ana 1.5 h', '1.5h Writing', 'Writing 1,5 h', 'Call today', 'Writing 2 hours', '30m'],
  ...['2h', '1.5 h', '14:00-15:00 Lecture', 'Mail every week', 'Report due friday'],
])('%s starts nothing', (text) => {
  expect(readLine(text, now, { isToday: true })).toMatchObject({ mayStart: false })
  const { plan, isTask } = understood(text)
  expect(isTask || plan?.kind === 'log').toBe(true)
})

test('a line that ends in the future offers what its form would', () => {
  const offered = (text: string, more: Record<string, string> = {}) => {
    const body = `${new URLSearchParams({ entry: text, ...more })}`
    const line: Line = { id: 1, person: '', key: 'key', made: now, url: '/sessions/entry', headers: [], body }
    const clock = (at: number) => new Date(at).toISOString().slice(11, 16)
    return choicesAhead(line, clock).map(({ words, values }) => [words, Object.fromEntries(values)])
  }
  const asked = 'Later 22:00-23:00'
  expect(offered(asked)).toEqual([
    ['Log yesterday, 22:00–23:00', { asked, future: 'yesterday' }],
    ['Plan 22:00–23:00', { asked, future: 'planned' }],
  ])
  expect(offered('14:00-15:00 Lecture')[0]?.[0]).toBe('Log until now, 14:00–14:23')
  expect(offered(asked, { asked, future: 'planned' })).toEqual([])
  for (const text of ['Call 9:00-10:30', 'Letters', 'Later tomorrow 22:00-23:00']) expect(offered(text)).toEqual([])
})

test.each([
  ['Call the clinic 15m', 'Call the clinic', '14:08', '14:23'],
  ['1h 30m Writing', 'Writing', '12:53', '14:23'],
  ['Writing 15m @Thesis #deep', 'Writing @Thesis #deep', '14:08', '14:23'],
  ['9:00-10:30 Writing @Thesis #deep', 'Writing @Thesis #deep', '09:00', '10:30'],
  ['9:00-10:30 Writing @Thesis', 'Writing @Thesis', '09:00', '10:30'],
])('%s', (text, name, from, to) => {
  const read = readLine(text, now)
  const clock = (at: number) => new Date(at).toISOString().slice(11, 16)
  expect(read).toMatchObject({ name, does: 'logged' })
  if (read.does === 'logged') expect([clock(read.times.from), clock(read.times.to)]).toEqual([from, to])
})

test.each([
  ['25m focus', 'Focus', 1500],
  ['focus 1h 30m', 'Focus', 5400],
  ['focus', 'Focus', null],
  ['focus until 15:00', 'Focus', 2179],
  ['start Essay focus until 0:30 @Thesis', 'Essay @Thesis', 36_379],
  ['Focus till 18:30 Essay', 'Essay', 14_779],
  ['focus until 6 pm', 'Focus', 12_979],
  ['25m focus Essay @Thesis', 'Essay @Thesis', 1500],
  ['Essay 50 min focus', 'Essay', 3000],
  ['start essay pomodoro 25m', 'essay', 1500],
  ['Essay focus', 'Essay', null],
  ['90m Deep work focus', 'Deep work', 5400],
  ['30m essay focus @Thesis', 'essay @Thesis', 1800],
  ['focus for 25m', 'Focus', 1500],
  ['focus for 50 minutes on essay', 'essay', 3000],
  ['focus on essay for 50 minutes', 'essay', 3000],
  ['focus 25', 'Focus', 1500],
  ['Essay focus 25', 'Essay', 1500],
])('%s', (text, name, focus) => {
  expect(readLine(text, now)).toEqual({ name, does: 'starts a focus', focus })
})

test.each([
  ...['Out of focus', 'Essay for focus 25m', '13h focus', 'focus on the essay', '"Essay" 25m focus', '0m focus'],
  ...['focus until 14:24', 'focus until 9:00', 'focus until tomorrow', 'focus until 25:99', 'focus 30h'],
  ...['Focus group 30m', 'A piece on focus 20m'],
])('%s is not read as a focus', (text) => {
  expect(readLine(text, now)).not.toHaveProperty('focus')
})

const act = fc.record({
  path: fc.constantFrom('/sessions/entry', '/timer/stop', '/timer/start', '/timer/focus'),
  text: fc.constantFrom(
    ...'Writing|Call the clinic 15m|Payment step|5m Mail|25m focus Essay|focus|Essay focus until 20:00|'.split('|'),
  ),
  after: fc.integer({ min: 1_000, max: 40 * 60_000 }),
})

test('sessions that wait are those that the server has once it has read their lines', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        act.filter(({ path, text }) => text !== '' || path !== '/sessions/entry'),
        { maxLength: 6 },
      ),
      fc.boolean(),
      async (acts, runsBefore) => {
        vi.useFakeTimers({ toFake: ['Date'], now })
        const client = await signedIn({ time_zone: 'UTC', day_start_minute: 0 })
        if (runsBefore) await client.post('/timer/start', { title: 'Before' })
        const first = Math.floor(now / 1000) * 1000
        let at = now
        const lines = acts.map(({ path, text, after }, id): Line => {
          at += after
          const isTitle = path === '/timer/start'
          const [does, body] = isTitle ? ['title', text.replace(/ ?\d+m ?/, '') || 'Mail'] : ['entry', text]
          return {
            ...{ id, person: client.userId, key: `key-${id}`, made: at, url: path, headers: [] },
            body: path === '/timer/stop' ? '' : `${new URLSearchParams({ [does]: body })}`,
          }
        })
        const before = runsBefore ? { name: 'Before', from: first } : null
        const expected = sessionsOf(lines, before)
        const timer = timerOf(lines, before, { length: zone.focus_minutes * 60, rounds: zone.focus_rounds })
        const sending = at + 60 * 60_000
        vi.setSystemTime(sending)
        for (const { url, body, key, made } of lines) {
          const headers = { 'Idempotency-Key': key, 'Made-At': `${made}`, 'Sent-At': `${sending}` }
          await client.post(url, Object.fromEntries(new URLSearchParams(body)), { part: true, page: '/', headers })
        }
        type Stored = { title: string; started_at: number; ended_at: number | null; focus_ends_at: number | null }
        const stored = await rows<Stored>(
          "SELECT coalesce(nullif(title, ''), 'Focus') AS title, started_at, ended_at, focus_ends_at FROM sessions WHERE user_id = ?",
          client.userId,
        )
        const byAll = (all: (string | number | null | undefined)[][]) => all.map((one) => JSON.stringify(one)).sort()
        const left = runsBefore && !expected.some(({ name }) => name === 'Before') ? [['Before', first, null]] : []
        expect(byAll(stored.map(({ title, started_at, ended_at }) => [title, started_at, ended_at]))).toEqual(
          byAll([...expected.map(({ name, from, to }) => [name, from, to]), ...left]),
        )
        const running = stored.find(({ ended_at }) => ended_at === null)
        if (timer !== undefined)
          expect([running?.title, running?.started_at, running?.focus_ends_at ?? undefined]).toEqual([
            timer?.name,
            timer?.from,
            timer?.focus?.ends,
          ])
      },
    ),
    { numRuns: runs(20) },
  )
})

test('the button of a focus plans the end of what runs, whatever stands in the line', () => {
  const body = `${new URLSearchParams({ entry: '50m focus Essay' })}`
  const pressed: Line = { id: 1, person: '', key: 'key', made: now, url: '/timer/focus', headers: [], body }
  const usual = { length: 1500, rounds: 4 }
  const from = Math.floor(now / 1000) * 1000
  const before = { name: 'Before', from: from - 60_000 }
  const planned = { ends: from + 1_500_000, length: 1500, phase: 'Round 1 of 4' }
  expect(timerOf([pressed], before, usual)).toEqual({ ...before, focus: planned })
  const own = { ends: from + 3_000_000, length: 3000, phase: 'Focus' }
  expect(timerOf([pressed], null, usual)).toEqual({ name: 'Essay', from, focus: own })
})

test('the strip shows what runs as far as the device knows', () => {
  const entered = (...texts: string[]) =>
    texts.map((text, id): Line => {
      const [url, body] =
        text === 'Stop' ? ['/timer/stop', ''] : ['/sessions/entry', `${new URLSearchParams({ entry: text })}`]
      return { id, person: '', key: `key-${id}`, made: now + id, url, body, headers: [] }
    })
  const before = { name: 'Before', from: now - 60_000 }
  expect(timerOf(entered('Call 15m', '2h Letters'), before)).toBeUndefined()
  expect(timerOf(entered('Read part 7'), before)).toMatchObject({ name: 'Read part 7' })
  expect(timerOf(entered('since 9 Reading'), null)).toMatchObject({
    name: 'since 9 Reading',
    isUnsure: true,
    note: 'may have started, not sent yet',
  })
  const perhaps = 'may have been replaced by “since 9 Reading”'
  expect(timerOf(entered('since 9 Reading'), before)).toEqual({ ...before, note: perhaps })
  expect(timerOf(entered('Letters', 'since 9 Reading'), null)).toMatchObject({ name: 'Letters', note: perhaps })
  expect(timerOf(entered('Stop', 'since 9 Reading'), before)).toMatchObject({ name: 'since 9 Reading' })
  expect(timerOf(entered('since 9 Reading', 'Stop'), before)).toBeNull()
})
