import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rows, signedIn } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { utc } from '../../../../test/support/times'
import { filterParams, filterText } from '../../../lib/filter'
import { addDays, dayOf, localDateTime, type Zone } from '../../../lib/time/days'
import { newSession, putAll, putGoal, putProject } from '../testing'
import { csvRows, listed } from './testing'

const first = '2026-03-02'
const range = { from: first, to: addDays(first, 9) }

const sessions = fc.array(
  fc.record({
    minute: fc.nat(9 * 96).map((quarter) => quarter * 15),
    minutes: fc.constantFrom(0, 15, 50, 200, 1500),
    project: fc.constantFrom(null, 0, 1, 2),
    goal: fc.boolean(),
    // New York has a clock change in the range.
    zone: fc.constantFrom<Zone>(
      utc,
      { time_zone: 'America/New_York', day_start_minute: 240 },
      { time_zone: 'Asia/Kathmandu', day_start_minute: 0 },
    ),
    tags: fc.subarray(['deep', 'a|b', 'none']),
    source: fc.constantFrom('timer' as const, 'manual' as const, 'import' as const),
    title: fc.constantFrom('Review plan', 'Meeting', 'Write'),
    billable: fc.constantFrom(null, null, 0 as const, 1 as const),
  }),
  { minLength: 1, maxLength: 20 },
)

/** The choices of a filter by number, so that they are drawn before a person is there. */
const atoms = [
  'p0',
  'p1',
  'p-',
  'goal',
  'client',
  'client-',
  'deep',
  'a|b',
  'named none',
  'no tag',
  'timer',
  'manual',
  'billable',
  'not billable',
] as const
const alone = ['words', 'weekday', 'hour', 'learning'] as const
type Atom = (typeof atoms)[number] | (typeof alone)[number]

/** Billable or not, by subject, from which day of the range on. */
const rates = fc.uniqueArray(
  fc.tuple(fc.constantFrom('all', 'client', 'p0', 'p1'), fc.nat(8), fc.constantFrom(null, 0, 1)),
  { selector: ([subject, day]) => `${subject} ${day}`, maxLength: 6 },
)

const filters = fc.record({
  all: fc.array(
    fc.oneof(
      fc.uniqueArray(fc.constantFrom<Atom>(...atoms), { minLength: 1, maxLength: 3 }),
      fc.constantFrom<Atom>(...alone).map((one) => [one]),
    ),
    { maxLength: 3 },
  ),
  none: fc.uniqueArray(fc.constantFrom<Atom>(...atoms, 'words', 'weekday'), { maxLength: 2 }),
})

test('totals, lists, CSVs and pale blocks of a filter are a naive sum over all sessions', async () => {
  const client = await signedIn(utc)
  const projects = [
    await putProject(client, 'One', 'Clinic'),
    await putProject(client, 'Two'),
    await putProject(client, 'Three'),
  ]
  const goal = await putGoal(client, 'Read')
  const clinic =
    (await rows<{ id: string }>('SELECT id FROM organizations WHERE user_id = ?', client.userId))[0]?.id ?? ''
  await rows("UPDATE projects SET classification = 'learning' WHERE id = ?", projects[2])
  const subjectOf: Record<Atom, string> = {
    p0: `project:${projects[0]}`,
    p1: `project:${projects[1]}`,
    'p-': 'project:none',
    goal: `goal:${goal}`,
    client: 'client:=clinic',
    'client-': 'client:none',
    deep: 'tag:#deep',
    'a|b': 'tag:#a|b',
    'named none': 'tag:#none',
    'no tag': 'tag:none',
    timer: 'type:timer',
    manual: 'type:manual',
    billable: 'billable:yes',
    'not billable': 'billable:no',
    words: 'text:=plan',
    weekday: 'weekday:3',
    hour: 'hour:09',
    learning: 'classification:learning',
  }
  const property = fc.asyncProperty(sessions, filters, rates, async (drawn, { all, none }, said) => {
    await rows('DELETE FROM sessions WHERE user_id = ?', client.userId)
    await rows('DELETE FROM rates WHERE user_id = ?', client.userId)
    for (const [subject, day, billable] of said) {
      const key = { all: 'all', client: `organization:${clinic}`, p0: subjectOf.p0, p1: subjectOf.p1 }[subject]
      await rows('INSERT INTO rates VALUES (?, ?, ?, ?, NULL, NULL)', client.userId, key, addDays(first, day), billable)
    }
    /** Value of a subject on a date. */
    const saidBy = (subject: string, date: string) =>
      said
        .filter(([of, day]) => of === subject && addDays(first, day) <= date)
        .toSorted(([, one], [, other]) => other - one)[0]?.[2] ?? null
    const stored = drawn.map(({ minute, minutes, project, goal: isOfGoal, zone, ...values }) =>
      newSession(Date.parse(`${first}T00:00:00Z`) + minute * 60_000, minutes, {
        ...zone,
        ...values,
        project_id: project === null ? null : (projects[project] ?? null),
        goal_id: isOfGoal ? goal : null,
      }),
    )
    await putAll(client, stored)
    const isBilled = ({ billable, project_id }: (typeof stored)[number], date: string) => {
      const place = projects.indexOf(project_id ?? '')
      const own = place === 0 || place === 1 ? saidBy(`p${place}`, date) : null
      const client = place === 0 ? saidBy('client', date) : null
      return (billable ?? own ?? client ?? saidBy('all', date)) === 1
    }
    /** True where a minute of a session, or its start, is of an atom. */
    const isOf = (atom: Atom, session: (typeof stored)[number], at: number) => {
      const place = projects.indexOf(session.project_id ?? '')
      const date = dayOf(at, session)
      const facts: Record<Atom, boolean> = {
        p0: place === 0,
        p1: place === 1,
        'p-': place < 0,
        goal: session.goal_id !== null,
        client: place === 0,
        'client-': place !== 0,
        deep: session.tags.includes('deep'),
        'a|b': session.tags.includes('a|b'),
        'named none': session.tags.includes('none'),
        'no tag': session.tags.length === 0,
        billable: isBilled(session, date),
        'not billable': !isBilled(session, date),
        timer: session.source === 'timer',
        manual: session.source === 'manual',
        words: session.title.includes('plan'),
        weekday: new Date(date).getUTCDay() === 3,
        hour: localDateTime(at, session.time_zone).time.startsWith('09'),
        learning: place === 2,
      }
      return facts[atom]
    }
    const passes = (session: (typeof stored)[number], at: number) =>
      all.every((group) => group.some((atom) => isOf(atom, session, at))) &&
      !none.some((atom) => isOf(atom, session, at))
    const counts = (session: (typeof stored)[number], at: number) => {
      const date = dayOf(at, session)
      return date >= range.from && date <= range.to && passes(session, at)
    }
    const minutesOf = (session: (typeof stored)[number]) =>
      Array.from({ length: session.duration_seconds / 60 }, (_, n) => session.started_at + n * 60_000)
    const counted = stored.map((session) => ({
      id: session.id,
      seconds: minutesOf(session).filter((at) => counts(session, at)).length * 60,
      begins: session.duration_seconds === 0 && counts(session, session.started_at),
    }))
    const total = counted.reduce((sum, { seconds }) => sum + seconds, 0)
    const subject = filterText({
      all: all.map((group) => group.map((atom) => subjectOf[atom])),
      none: none.map((atom) => subjectOf[atom]),
    })
    const query = String(new URLSearchParams([...Object.entries(range), ...filterParams(subject)]))
    const answer = await client.json('GET', `/api/v1/stats?${query}`)
    expect([query, answer.status]).toEqual([query, 200])
    const { total_seconds } = await answer.json<{ total_seconds: number }>()
    expect([query, total_seconds]).toEqual([query, total])
    const withTime = counted.flatMap(({ id, seconds }) => (seconds > 0 ? [id] : [])).toSorted()
    const list = await listed(client, `/sessions?${query}`)
    expect([query, list.seconds]).toEqual([query, total])
    expect(list.ids.filter((id) => withTime.includes(id ?? ''))).toEqual(withTime)
    const lines = await csvRows(client, query)
    expect(lines.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(total)
    const page = await (await client.get(`/stats?${query}`)).text()
    expect(page).toContain(`data-figure="${total}"`)
    const csv = (await (await client.get(`/stats.csv?${query}`)).text()).trim().split('\r\n').slice(1)
    expect(csv.reduce((sum, line) => sum + Number(line.split(',')[3]), 0)).toBe(total)
    for (const from of [first, addDays(first, 7)]) {
      const to = addDays(from, 6)
      const secondsIn = new Map(
        stored.map((session) => {
          const here = minutesOf(session).filter((at) => {
            const date = dayOf(at, session)
            return date >= from && date <= to
          })
          return [session.id, here.filter((at) => passes(session, at)).length * 60]
        }),
      )
      const address = `/week?${new URLSearchParams([['date', from], ...filterParams(subject)])}`
      const week = await (await client.get(address)).text()
      const blocks = [...week.matchAll(/<a class="(block[^"]*)" href="\/sessions\/([^"]*)"/g)].flatMap(
        ([, look = '', id = '']) =>
          stored.some((one) => one.id === id && one.duration_seconds > 0) ? [{ look, id }] : [],
      )
      for (const { look, id } of blocks)
        expect([address, id, look.split(' ').includes('pale')]).toEqual([
          address,
          id,
          subject !== 'all' && secondsIn.get(id) === 0,
        ])
      const sum = [...secondsIn.values()].reduce((one, other) => one + other, 0)
      const shown = /<a href="\/sessions[^"]*" data-figure="(\d+)"><b>[^<]*<\/b><\/a> of /.exec(week)?.[1]
      expect([address, shown]).toEqual([address, String(sum)])
    }
  })
  const loose = {
    ...{ minute: 0, minutes: 50 as const, project: null, goal: false, zone: utc, tags: [] },
    ...{ source: 'manual' as const, title: 'Write' as const, billable: null },
  }
  // A session without a project is not of the one that is left out.
  await fc.assert(property, { numRuns: runs(60), examples: [[[loose], { all: [], none: ['p0'] }, []]] })
}, 300_000)
