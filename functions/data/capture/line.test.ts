import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { parseCapture } from '../../goals/goals/line'
import { addDays } from '../../lib/time/days'
import { readTask } from '../../line/task'
import { readFeedback } from '../../people/feedback/line'
import { readMeeting } from '../../people/meetings/line'
import { parseActionItem } from '../../tasks/tasks/quick-add/action-item-line'
import { lineKind, readEnergy, readLearning } from './line'

/** A Friday. */
const today = '2026-11-20'

const names = {
  projects: ['Thesis', 'Booking site', 'Website (Acme)'],
  goals: ['Finish thesis'],
  tags: [],
  plans: ['statistics-2', 'statistics-2/unit-1', 'Statistics, again'],
}

const people = [
  { id: 'ada', name: 'Ada Byron' },
  { id: 'bob', name: 'Bob' },
]

/** A line as it is read, without the members that say nothing. */
const said = (line: string, chosen?: Parameters<typeof lineKind>[2]) => {
  const { kind, rest } = lineKind(line, today, chosen)
  const read = {
    task: () => readTask(rest, today, names),
    meeting: () => readMeeting(rest, today, people, names),
    action: () => parseActionItem(rest, today, people),
    feedback: () => readFeedback(rest, today, people),
    learning: () => readLearning(rest, today, names),
    energy: () => readEnergy(rest) ?? { rest },
    goal: () => parseCapture(rest, today),
    session: () => ({ rest }),
  }[kind]()
  const kept = Object.entries(read).filter(
    ([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0),
  )
  return { kind, ...Object.fromEntries(kept) }
}

const task = (title: string, more: object = {}) => ({ kind: 'task', title, ...more })
const action = (title: string, more: object = {}) => ({
  ...{ kind: 'action', title, priority: 'medium', owner: 'me' },
  ...more,
})
const meeting = (title: string, people: string[] = [], more: object = {}) => ({
  ...{ kind: 'meeting', title },
  ...(people.length > 0 && { people }),
  ...more,
})
const at2 = { date: '2026-11-21', time: '14:00', duration_minutes: 45 }
const ofAda = { from_person_id: 'ada', name: 'Ada Byron' }
const feedback = (content: string, more: object = {}) => ({
  ...{ kind: 'feedback', content, sentiment: 'neutral', category: 'general', date: today },
  ...more,
})
const learning = (title: string, more: object = {}) => ({ kind: 'learning', title, date: today, ...more })
const energy = (energy_level: number, engagement_level: number, notes = '') => ({
  kind: 'energy',
  energy_level,
  engagement_level,
  notes,
})
const goal = (title: string, more: object = {}) => ({ kind: 'goal', title, ...more })
const session = (rest: string) => ({ kind: 'session', rest })
const tomorrow = '2026-11-21'

test('the word of a kind counts where the form of that kind follows it, and else begins a title', () => {
  const word = fc.constantFrom(
    'energy',
    'Energy',
    'check-in',
    'checkin:',
    'learning',
    'log',
    'Meetings',
    'goals',
    'tasks',
  )
  const behind = fc.constantFrom('audit', 'drinks', 'of the house', 'x 4 3', 'level 5', '-4 3', 'curve', 'four three')
  fc.assert(
    fc.property(word, behind, (first, rest) => {
      expect(lineKind(`${first} ${rest}`, today)).toEqual({ kind: 'task', rest: `${first} ${rest}` })
    }),
    { numRuns: runs(100) },
  )
  expect(lineKind('energy 4 3 after lunch', today)).toEqual({ kind: 'energy', rest: '4 3 after lunch' })
  expect(lineKind('energy', today)).toEqual({ kind: 'task', rest: 'energy' })
})

describe('a line', () => {
  test.each([
    ['todo call the bank high tomorrow', task('call the bank', { date: tomorrow, priority: 'high' })],
    ['@Thesis !finish todo: read p1', task('read', { priority: 'high', project: 'Thesis', goal: 'finish' })],
    ['#sql learned CTEs', learning('CTEs', { tags: ['sql'] })],
    ['call the bank low', task('call the bank', { priority: 'low' })],
    ['fix header @Booking site 20m', task('fix header', { project: 'Booking site', estimated_minutes: 20 })],
    ['write %statistics-2/unit-1 tomorrow', task('write', { ofPlan: 'statistics-2/unit-1', date: tomorrow })],
    ['write chapter !Finish thesis', task('write chapter', { goal: 'Finish thesis' })],
    ['write \\@Thesis', task('write @Thesis')],
    ['tomorrow', task('tomorrow')],
    ['15m', session('15m')],
    ...[
      ...['focus', 'Pomodoro', 'focus 25m writing @Thesis', 'focus until 18:30', 'writing focus 25m', 'focus 25h'],
      ...['start essay for 25m', '25m focus'],
    ].map((line) => [line, session(line)] as [string, object]),
    ['Focus group 25m', task('Focus group', { estimated_minutes: 25 })],
    ['todo focus 25m writing', task('focus 25m writing')],
    ['todolist for the move', task('todolist for the move')],
    [
      'action send Ada the figures friday',
      action('send Ada the figures', { person_id: 'ada', name: 'Ada Byron', due_date: '2026-11-27' }),
    ],
    ['Action: send the figures high', action('send the figures', { priority: 'high' })],
    [
      'action Bob: book the room tomorrow',
      action('book the room', { owner: 'person', person_id: 'bob', name: 'Bob', due_date: tomorrow }),
    ],
    ['meet Ada and Bob tomorrow 14:00 45m the plan', meeting('the plan', ['Ada Byron', 'Bob'], at2)],
    ['Meeting: the plan 45m 14:00 tomorrow', meeting('the plan', [], at2)],
    [
      'meet Ada Byron & bob tomorrow at 2pm for 45 min',
      meeting('Meeting with Ada Byron and Bob', ['Ada Byron', 'Bob'], at2),
    ],
    ['meeting tomorrow 14:00-14:45 the plan', meeting('the plan', [], at2)],
    [
      'meet Ada, Tom tomorrow',
      meeting('Meeting with Ada Byron and Tom', ['Ada Byron', 'Tom'], { date: tomorrow, added: ['Tom'] }),
    ],
    ['meet Ada, Tom: tests', meeting('tests', ['Ada Byron', 'Tom'], { added: ['Tom'] })],
    ['meeting lunch with Ada Friday', meeting('lunch with Ada', ['Ada Byron'], { date: '2026-11-27' })],
    [
      'meeting retrospective yesterday 1h @Booking site',
      meeting('retrospective', [], { date: '2026-11-19', duration_minutes: 60, project: 'Booking site' }),
    ],
    ['meeting trip 3 Dec - 5 Dec', meeting('trip 3 Dec - 5 Dec')],
    ['meeting 45m of planning', meeting('planning', [], { duration_minutes: 45 })],
    ['100 pushups', task('100 pushups')],
    ['meeting 12 angry men', meeting('12 angry men')],
    ['meeting the plan 14:00 15:00', meeting('the plan 14:00', [], { time: '15:00' })],
    [
      'feedback Ada: + clear slides #talks',
      feedback('clear slides', { ...ofAda, tags: ['talks'], sentiment: 'positive' }),
    ],
    ['feedback Ada: talk slower -', feedback('talk slower', { ...ofAda, sentiment: 'constructive' })],
    ['feedback technical: tests before code', feedback('tests before code', { category: 'technical' })],
    ['feedback Ada: + Technical: tests', feedback('tests', { ...ofAda, sentiment: 'positive', category: 'technical' })],
    ['feedback concept: tests', feedback('concept: tests')],
    ['learned aha: to tie knots', learning('to tie knots', { type: 'aha_moment' })],
    ['learned that it is !aha', learning('that it is !aha')],
    ['learned concept: what a fold is', learning('what a fold is', { type: 'concept' })],
    ['learned about joins 2026-11-01 #sql', learning('about joins', { date: '2026-11-01', tags: ['sql'] })],
    ['Energy: 4 3 after lunch', energy(4, 3, 'after lunch')],
    ['energy 1,5', energy(1, 5)],
    ['goal Finish thesis by 15 Jan', goal('Finish thesis', { target_date: '2027-01-15' })],
    [
      'goal Read 2h monthly by Friday',
      goal('Read', { amount: { kind: 'monthly', target_minutes: 120 }, target_date: '2026-11-27' }),
    ],
    ['habit Meditate every day', expect.objectContaining({ kind: 'goal', title: 'Meditate' })],
    ['session writing @Thesis', session('writing @Thesis')],
    ['log: 25m writing', session('25m writing')],
    ['9-10:30 standup', session('9-10:30 standup')],
  ])('%j', (line, expected) => {
    expect(said(line)).toEqual(expected)
  })

  test.each([
    ['todo call', 'task', task('call')],
    ['4 3 tired', 'energy', energy(4, 3, 'tired')],
    ['call the bank', 'session', session('call the bank')],
    ['learned knots', 'goal', goal('learned knots')],
  ] as const)('%j as a chosen %s', (line, chosen, expected) => {
    expect(said(line, chosen)).toEqual(expected)
  })
})

describe('no letter is lost or invented', () => {
  const word = fc
    .stringMatching(/^[\p{L}][\p{L}\p{N}.,'’-]{0,10}$/u)
    .filter(
      (text) =>
        !/^(todo|task|learned|learnt|til|meet|meeting|with|and|at|from|for|energy|checkin|goal|session|on|by|someday|daily|weekly|monthly|high|low|p[123])$/i.test(
          text,
        ),
    )
    .filter((text) => !/day$|row$/i.test(text))
  const words = fc.array(word, { minLength: 1, maxLength: 6 })

  test('whatever the order of its marks, a task keeps its words in theirs', () => {
    fc.assert(
      fc.property(
        words,
        fc.shuffledSubarray(['!Finish', '@Thesis', '%statistics-2'], { minLength: 0 }),
        fc.constantFrom('', 'tomorrow', '15m', 'high', 'tomorrow 15m', '15m daily tomorrow', 'P1 tomorrow'),
        fc.infiniteStream(fc.nat(20)),
        (typed, marks, end, places) => {
          const line = [...typed]
          for (const mark of marks) line.splice((places.next().value ?? 0) % (line.length + 1), 0, mark)
          const read = readTask([...line, end].join(' '), today, names)
          expect(read.title).toBe(typed.join(' '))
          expect(read.priority).toBe(/high|P1/.test(end) ? 'high' : undefined)
          expect(read.goal).toBe(marks.includes('!Finish') ? 'Finish' : null)
          expect(read.project).toBe(marks.includes('@Thesis') ? 'Thesis' : null)
          expect(read.ofPlan).toBe(marks.includes('%statistics-2') ? 'statistics-2' : undefined)
          expect(read.date).toBe(end.includes('tomorrow') ? addDays(today, 1) : undefined)
          expect(read.estimated_minutes).toBe(end.includes('15m') ? 15 : undefined)
        },
      ),
      { numRuns: runs(300) },
    )
  })

  test('a meeting is read as it is written, whatever the order of its time', () => {
    const when = fc.record({
      date: fc.constantFrom(null, '2026-11-21', '2027-02-28', '2026-03-01'),
      time: fc.option(
        fc.tuple(fc.nat(23), fc.nat(59)).map((pair) => pair.map((n) => String(n).padStart(2, '0')).join(':')),
      ),
      minutes: fc.option(fc.integer({ min: 1, max: 1_440 })),
      who: fc.subarray(['Ada Byron', 'Bob']),
      project: fc.option(fc.constantFrom(...names.projects)),
    })
    fc.assert(
      fc.property(
        words,
        when,
        fc.boolean(),
        fc.boolean(),
        fc.infiniteStream(fc.nat(5)),
        (typed, given, isFirst, hasColon, order) => {
          const { date, time, minutes, who, project } = given
          const phrases = [date ?? [], time ?? [], minutes === null ? [] : `${minutes}m`].flat()
          const mixed = phrases.toSorted(() => (order.next().value ?? 0) - 2)
          const head = who.length > 0 ? [`${who.join(', ')}${hasColon ? ':' : ''}`] : []
          const title = `the ${typed.join(' ')}`
          const line = [
            'meeting',
            ...head,
            ...(isFirst ? [...mixed, title] : [title, ...mixed]),
            ...(project ? [`@"${project}"`] : []),
          ]
          const read = readMeeting(lineKind(line.join(' '), today).rest, today, people, names)
          expect(read).toEqual({
            ...{ title, people: who, added: [], project, whoErrors: [], whenErrors: [] },
            ...(date !== null && { date }),
            ...(time !== null && { time }),
            ...(minutes !== null && { duration_minutes: minutes }),
          })
        },
      ),
      { numRuns: runs(300) },
    )
  })

  test('a time that cannot be is named, and never a title', () => {
    for (const [line, error] of [
      ['the plan 25:00', '25:00'],
      ['the plan 14:75', '14:75'],
      ['the plan 30h', '30h'],
    ] as const) {
      const read = readMeeting(line, today, people, names)
      expect([read.title, read.whenErrors.length]).toEqual(['the plan', 1])
      expect(read.whenErrors[0]).toContain(error)
    }
  })

  test('of a learning, its words and tags are all of the line', () => {
    const tag = word.filter((text) => !/[,.]/.test(text)).map((text) => `#${text}`)
    fc.assert(
      fc.property(words, fc.array(tag, { maxLength: 3 }), (typed, tags) => {
        const read = readLearning([...tags, ...typed].join(' '), today, names)
        expect([...read.tags.map((one) => `#${one}`), read.title].join(' ')).toBe([...tags, ...typed].join(' '))
      }),
      { numRuns: runs(300) },
    )
  })

  test('any text is read as some kind, with each of its letters in a part', () => {
    const letters = (text: string) => [...text.normalize('NFC')].filter((one) => /\p{L}|\p{N}/u.test(one))
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (line) => {
        const { rest } = lineKind(line, today)
        const { title, priority: _, project, goal: named, ofPlan } = readTask(rest, today)
        const kept = letters([title, project ?? '', named ?? '', ofPlan ?? ''].join(''))
        const counted = Map.groupBy(letters(rest), (letter) => letter)
        for (const [letter, of] of Map.groupBy(kept, (one) => one)) {
          expect(of.length, letter).toBeLessThanOrEqual(counted.get(letter)?.length ?? 0)
        }
      }),
      { numRuns: runs(300) },
    )
  })
})
