import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyCharacter } from '../../../test/support/characters'
import { runs } from '../../../test/support/runs'
import { parseEntry, type QuickEntry } from './interpret'

/** A Friday. */
const today = '2026-11-20'

const parse = (text: string, known?: Parameters<typeof parseEntry>[2]) => {
  const { behindProject: _, ...read } = parseEntry(text, today, known)
  return read
}
const nothing = { project: null, goal: null, tags: [] }

describe('a line', () => {
  test.each<[what: string, line: string, read: Partial<QuickEntry>]>([
    ['nothing', '', { title: '' }],
    [
      'all of them',
      'writing report @Acme #deep !"Finish thesis"',
      { title: 'writing report', project: 'Acme', tags: ['deep'], goal: 'Finish thesis' },
    ],

    ['start for a length', 'start thesis for 25m', { title: 'thesis', focus: 1500 }],
    ['start for a length and a mark', 'Start thesis @Acme for 1 h', { title: 'thesis', project: 'Acme', focus: 3600 }],
    ['a planned end and a start', 'thesis since 9:30 25m focus', { title: 'thesis', started_at: '9:30', focus: 1500 }],
    ['focus at the end of a sentence', 'Fix the lens focus.', { title: 'Fix the lens focus.' }],
    ['start for a length of four words', 'start thesis for 1 h 15 m', { title: 'thesis', focus: 4500 }],
    ['a comma behind focus', '25m focus, thesis', { title: 'thesis', focus: 1500 }],
    ['a colon behind focus', '25m focus: thesis', { title: 'thesis', focus: 1500 }],
    ['start and a length, which logs', 'start thesis 25m', { title: 'start thesis', duration: '25m' }],
    ['focus in quotes', '25m "focus"', { title: 'focus', duration: '25m' }],
    ['focus without a length', 'Read more focus', { title: 'Read more', focus: 'usual' }],
    [
      'focus without a length, from a time',
      'read since 9:30 focus',
      { title: 'read', started_at: '9:30', focus: 'usual' },
    ],
    ['focus behind a word that goes on', 'out of focus', { title: 'out of focus' }],
    ['focus alone', 'Focus', { title: '', focus: 'usual' }],
    ['a pomodoro alone', 'pomodoro @Acme', { title: '', project: 'Acme', focus: 'usual' }],
    ['a pomodoro with its length', 'thesis 50m pomodoro', { title: 'thesis', focus: 3000 }],
    ['an end before a title', 'start pomodoro till 18h30 thesis', { title: 'thesis', focus: { until: '18:30' } }],
    ['an end of what is out of focus', 'out of focus until 18:30', { title: 'out of focus until 18:30' }],
    ['an end without focus', 'Writing until 18:30', { title: 'Writing until 18:30' }],
    ['an end that is no time', 'focus until tomorrow', { title: 'focus until tomorrow' }],
    ['start and focus', 'start focus', { title: '', focus: 'usual' }],
    ['start and focus behind a title', 'start thesis focus', { title: 'thesis', focus: 'usual' }],
    ['for before focus and a length', 'Report for focus 25m', { title: 'Report for focus', duration: '25m' }],
    [
      'focus at the end of a sentence, and a length',
      'Fix the focus. 25m',
      { title: 'Fix the focus.', duration: '25m' },
    ],
    ['a title in quotes', '"deep focus"', { title: 'deep focus' }],
    ['focus in a line that logs a span', '9-10 deep focus', { title: 'deep focus', duration: '9-10' }],
    [
      'a length that is too long',
      'thesis 13h focus',
      { title: 'thesis', wrongTime: 'A focus lasts from 1 minute to 12 hours, not 13h.' },
    ],
    ['for a length without start', 'thesis for 25m', { title: 'thesis', duration: '25m' }],
    ['start without a length', 'start thesis', { title: 'start thesis' }],

    ['a bare number before a title', '90 writing', { title: '90 writing' }],
    ['a bare number alone', '90', { title: '', duration: '90' }],
    ['two durations', '25m tea 30m', { title: 'tea 30m', duration: '25m' }],

    ['a bare span last', 'Pages 9-10', { title: 'Pages 9-10' }],
    ['over midnight', '22-1 deploy', { title: 'deploy', duration: '22-1' }],
    ['from and to, clear and last', 'call from 9:00 to 10', { title: 'call', duration: '9:00 to 10' }],
    ['to between hours', '9 to 10 standup', { title: 'standup', duration: '9 to 10' }],
    ['a colon after a length', '2h: review', { title: 'review', duration: '2h' }],
    ['a day of a month and a length', '19 Nov 2h call', { title: '19 Nov 2h call' }],

    ['yesterday', 'yesterday 14:00-15:00 call', { title: 'call', date: 'yesterday', duration: '14:00-15:00' }],
    [
      'the day in the middle of the end',
      'call Yesterday 1h 30m',
      { title: 'call', date: 'yesterday', duration: '1h 30m' },
    ],
    ['today', '25m standup today', { title: 'standup', date: 'today', duration: '25m' }],
    ['a day without a time', 'Plan for today', { title: 'Plan for today' }],
    ['last friday at the other end', '9-10 call last friday', { title: 'call', date: 'last friday', duration: '9-10' }],
    ['a date at the other end', '9-10 call 2026-03-08', { title: 'call', date: '2026-03-08', duration: '9-10' }],
    ['a month and its day', 'call March 8 9-10', { title: 'call', date: 'march 8', duration: '9-10' }],
    ['tomorrow', 'tomorrow 9-10 plan', { title: 'plan', date: 'tomorrow', duration: '9-10' }],
    ['a length after for', 'milk for 15m on friday', { title: 'milk', date: 'on friday', duration: '15m' }],

    ['since, last', 'writing since 9', { title: 'writing', started_at: '9' }],
    ['from, first', 'from 9 writing', { title: 'writing', started_at: '9' }],
    ['a start and a duration', 'lunch at 12 45m', { title: 'lunch', started_at: '12', duration: '45m', clock: 'at' }],
    ['a duration from a start', '25m from 9:15 call', { title: 'call', duration: '25m', started_at: '9:15' }],
    ['until alone', 'wait until 10', { title: 'wait until 10' }],
    ['until on a day', 'mon 1h until 10 call', { title: 'call', date: 'mon', duration: '1h', ended_at: '10' }],
    ['two times with until', '9:00 until 10:30 call', { title: 'call', duration: '9:00 until 10:30' }],

    ['the last length with a colon', '4:59 run', { title: 'run', duration: '4:59' }],
    ['a length with a colon first', '1:30 x', { title: 'x', duration: '1:30' }],
    ['a clock time with am', '9:30am call', { title: 'call', started_at: '9:30am', clock: 'alone' }],
    [
      'a clock time and a length last',
      '9:30 standup 25m',
      { title: 'standup', started_at: '9:30', duration: '25m', clock: 'alone' },
    ],
    [
      'a length and a clock time last',
      '25m call at 9',
      { title: 'call', started_at: '9', duration: '25m', clock: 'at' },
    ],
    ['two clock times apart', '9:30 standup 10:15', { title: 'standup 10:15', started_at: '9:30', clock: 'alone' }],
    [
      'a clock time before marks',
      '14:30 @Acme #a',
      { title: '', project: 'Acme', tags: ['a'], started_at: '14:30', clock: 'alone' },
    ],
    [
      'a clock time that is none',
      '25:00 x',
      { title: '25:00 x', wrongTime: 'There is no 25:00. Use hours from 0 to 23.' },
    ],
    ['9am without minutes', '9am standup', { title: 'standup', started_at: '9am', clock: 'alone' }],
    ['a count', '5 ideas', { title: '5 ideas' }],
    ['a count and a length', '5 ideas 25m', { title: '5 ideas', duration: '25m' }],
    ['a count and a day', '3 calls yesterday 9-10', { title: '3 calls', date: 'yesterday', duration: '9-10' }],
    ['a number alone', '5', { title: '', duration: '5' }],

    ['an address', 'mail ana@example.com about PR #12', { title: 'mail ana@example.com about PR #12' }],
    ['tags with commas', '#a, #b #a sorting', { title: 'sorting', tags: ['a', 'b', 'a'] }],
    ['tags stuck together', '#a,b #c#d', { title: '#a,b #c#d' }],
    ['two projects', '@One then @Two', { title: 'then @Two', project: 'One' }],
    ['a project before a comma', 'call @Acme, again', { title: 'call again', project: 'Acme' }],
    ['an emoji as project', '@🎉 party', { title: 'party', project: '🎉' }],
    ['a backslash in quotes', '@"the \\"big\\" one" x', { title: 'x', project: 'the "big" one' }],
    ['a doubled quote in quotes', '!"the ""big"" one" x', { title: 'x', goal: 'the "big" one' }],
    ['empty quotes', '@"" !" " x', { title: '@"" !" " x' }],
    ['a mark after a backslash', '\\@home \\#one \\!now', { title: '@home #one !now' }],
    ['quotes in the title', '25m "see @Acme #x" now', { title: 'see @Acme #x now', duration: '25m' }],
    ['inches', 'a 27" and a 30" screen @Acme', { title: 'a 27" and a 30" screen', project: 'Acme' }],
    ['right to left', '25m כתיבה @תזה', { title: 'כתיבה', project: 'תזה', duration: '25m' }],
  ])('with %s: %j', (_, line, read) => {
    expect(parse(line)).toEqual({ ...nothing, ...read })
  })

  test('of words alone is its own title', () => {
    const word = fc.constantFrom('write', 'report', 'of', 'chapter', '12', 'Über', 'a@b', 'v1.5', '—', 'from', 'friday')
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const title = ['Notes', ...words, 'end'].join(' ')
        expect(parse(title)).toEqual({ ...nothing, title })
      }),
      { numRuns: runs(300) },
    )
  })

  test('gives back what it was made of, in any order', () => {
    const marks = fc.shuffledSubarray(['#deep', '@Thesis', '!"Finish it"', 'draft', 'report'])
    const whens = fc.constantFrom<[string, object]>(
      ['yesterday 9-10', { date: 'yesterday', duration: '9-10' }],
      ['since 9:15', { started_at: '9:15' }],
    )
    fc.assert(
      fc.property(marks, whens, fc.boolean(), (parts, [when, said], first) => {
        expect(parse((first ? [when, ...parts] : [...parts, when]).join(' '))).toEqual({
          ...said,
          title: parts.filter((word) => /^[dr]/.test(word)).join(' '),
          project: parts.includes('@Thesis') ? 'Thesis' : null,
          goal: parts.includes('!"Finish it"') ? 'Finish it' : null,
          tags: parts.includes('#deep') ? ['deep'] : [],
        })
      }),
      { numRuns: runs(300) },
    )
  })
})

/** Letters and digits alone: marks, quotes and the words that only say what a time is are no part of what is kept. */
const lettersOf = (text: string) =>
  text
    .toLowerCase()
    .replace(/\b(since|from|at|until|till)\b/g, ' ')
    .match(/[\p{L}\p{N}]/gu)
    ?.sort()
    .join('') ?? ''

/** Lines with names that the person has. */
const known = {
  projects: ['Harbour', 'Harbour Clinic', 'Website, Acme', 'C#', 'Phase 2'],
  goals: ['Open in May', 'Open'],
  tags: ['deep work', '2026'],
}

describe('a line with known names', () => {
  test.each<[what: string, line: string, read: Partial<QuickEntry>]>([
    ['two words', '25m @Harbour Clinic visit', { title: 'visit', project: 'Harbour Clinic', duration: '25m' }],
    ['other letters of case', '@harbour CLINIC visit', { title: 'visit', project: 'harbour CLINIC' }],
    ['a name and its client', 'fix @Website, Acme 25m', { title: 'fix', project: 'Website, Acme', duration: '25m' }],
    ['a mark in the name', 'read @C# 25m', { title: 'read', project: 'C#', duration: '25m' }],
    ['a full stop behind it', 'call @Harbour Clinic.', { title: 'call', project: 'Harbour Clinic' }],
    ['a tag of digits', 'draft #2026', { title: 'draft', tags: ['2026'] }],
    [
      'all three',
      '@Harbour Clinic !Open in May #deep work',
      { title: '', project: 'Harbour Clinic', goal: 'Open in May', tags: ['deep work'] },
    ],
    ['a second project', '@Harbour Clinic @Harbour', { title: '@Harbour', project: 'Harbour Clinic' }],
    ['an unknown one', '@Harbourmaster Clinic', { title: 'Clinic', project: 'Harbourmaster' }],
  ])('%s: %j', (_, line, read) => {
    expect(parse(line, known)).toEqual({ ...nothing, ...read })
  })
})

test('of any text nothing is lost and nothing is invented', () => {
  const piece = fc.constantFrom(
    ...['@', '#', '!', '"', '@"', '!"', '\\', '“', '”', ' ', ' ', '9', '-', ':30', 'm', '25m', 'today', ' to '],
    ...[
      '#x',
      '@y',
      '!z',
      '%p',
      '^t',
      '%',
      '^',
      ',',
      'since 9',
      'last friday',
      '9-10',
      '🎉',
      'שלום',
      '\u202e',
      '\u0000',
      '\n',
      '\u00A0',
    ],
    ...['é', 'e\u0301'],
  )
  const texts = fc.oneof(
    fc.string({ unit: anyCharacter, maxLength: 500 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.array(piece, { maxLength: 30 }).map((some) => some.join('')),
    fc.array(piece, { maxLength: 30 }).map((some) => some.join(' ')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const { tags, ...others } = parse(text)
      const said = [...tags, ...Object.values(others)].filter((part) => typeof part === 'string')
      expect(lettersOf(said.join(' '))).toBe(lettersOf(text))
    }),
    { numRuns: runs(300) },
  )
})
