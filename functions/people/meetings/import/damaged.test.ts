import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encoded, encodings } from '../../../../test/support/hostile/damaged-files'
import { runs } from '../../../../test/support/runs'
import { decodeCalendar } from './decode'
import { readCalendar } from './read'

/** Titles are all different words, so that each is found wherever it is named. */
const words = ['Alpaca', 'Bison', 'Camel', 'Dingo', 'Egret', 'Ferret', 'Gecko', 'Heron']

const two = (n: number) => String(n).padStart(2, '0')

type Known = { title: string; day: number; hour: number; kind: number; note: string }

const known: fc.Arbitrary<Known[]> = fc
  .array(
    fc.record({
      day: fc.integer({ min: 1, max: 28 }),
      hour: fc.integer({ min: 8, max: 18 }),
      kind: fc.integer({ min: 0, max: 3 }),
      note: fc.constantFrom('', 'Bring the plan', 'Grüße, später', 'x'.repeat(200), 'One\\nTwo: three; four'),
    }),
    { minLength: 1, maxLength: words.length },
  )
  .map((events) => events.map((event, index) => ({ ...event, title: words[index] ?? '' })))

/** The lines of an event, each with a place of its own in the file; times are 10:00 for hour 10, in Berlin. */
const linesOf = ({ title, day, hour, kind, note }: Known) => {
  const at = `202612${two(day)}T${two(hour)}0000`
  const start = [
    `DTSTART;TZID=Europe/Berlin:${at}`,
    `DTSTART;TZID="W. Europe Standard Time":${at}`,
    `DTSTART:202612${two(day)}T${two(hour - 1)}0000Z`,
    `DTSTART:202612${two(day)}`,
  ][kind]
  return [
    ...['BEGIN:VEVENT', `UID:${title}@test`, `${start}`, `SUMMARY:${title}`],
    ...(note ? [`DESCRIPTION:${title} ${note}`] : []),
    'END:VEVENT',
  ]
}

const shownOf = ({ title, day, hour, kind, note }: Known) =>
  [
    `${title} 2026-12-${two(day)} ${kind === 3 ? '-' : `${two(hour)}:00`}`,
    note && `${title} ${note.replace('\\n', '\n')}`,
  ].join(' ')

/** Damages of a file, each at a random line. */
const damages: ((lines: string[], at: number) => string[])[] = [
  (lines, at) => lines.toSpliced(at, 1),
  (lines, at) => lines.toSpliced(at, 0, ''),
  (lines, at) => lines.toSpliced(at, 0, 'a stray line'),
  (lines, at) => lines.toSpliced(at, 0, 'STRAY:line'),
  (lines, at) => lines.toSpliced(at, 0, 'BEGIN:VALARM'),
  (lines, at) => lines.toSpliced(at, 0, 'BEGIN:VEVNT'),
  (lines, at) => lines.toSpliced(at, 0, 'END:VEVENT'),
  (lines, at) => lines.toSpliced(at, 0, lines[at] ?? ''),
  (lines, at) =>
    lines.with(
      at,
      (lines[at] ?? '').replace(/^[^:]*/, (name) => name.toLowerCase()),
    ),
  (lines, at) => lines.with(at, (lines[at] ?? '').replace(':', ' : ')),
  (lines, at) => lines.with(at, (lines[at] ?? '').replace(';', ';X="open;')),
  (lines, at) => lines.with(at, (lines[at] ?? '').replace(/(.{12})/, '$1\r\n ')),
  (lines, at) => lines.with(at, (lines[at] ?? '').replace(/(.{12})/, '$1\r\n\r\n\t')),
  (lines, at) => lines.with(at, `${lines[at] ?? ''}\t`),
  (lines, at) => lines.with(at, `"${lines[at] ?? ''}`),
  (lines, at) => lines.toSpliced(at, 2, `${lines[at]}${lines[at + 1] ?? ''}`),
  (lines, at) => lines.slice(0, at + 1),
]

/** Ways to end the lines. */
const ends: ((lines: string[]) => string)[] = [
  (lines) => lines.join('\r\n'),
  (lines) => lines.join('\n'),
  (lines) => lines.join('\r').replaceAll('\r\n', '\r'),
  (lines) => `\uFEFF${lines.join('\r\n')}\r\n\0`,
]

test('each event of a damaged file comes in as written, or is named', () => {
  const damage = fc.record({
    how: fc.integer({ min: 0, max: damages.length - 1 }),
    where: fc.double({ min: 0, max: 0.999, noNaN: true }),
  })
  const made = {
    events: known,
    hurts: fc.array(damage, { maxLength: 3 }),
    end: fc.constantFrom(...ends),
    encoding: fc.constantFrom(...encodings),
  }
  fc.assert(
    fc.property(fc.record(made), ({ events, hurts, end, encoding }) => {
      const whole = ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events.flatMap(linesOf), 'END:VCALENDAR']
      const lines = hurts.reduce(
        (all, { how, where }) => (all.length > 0 ? damages[how]?.(all, Math.floor(where * all.length)) : null) ?? all,
        whole,
      )
      const decoded = decodeCalendar(encoded(end(lines), encoding))
      if ('problem' in decoded) throw new Error(decoded.problem)
      const read = readCalendar(decoded.text, {
        from: '2026-12-01',
        to: '2026-12-31',
        time_zone: 'Europe/Berlin',
        own: [],
      })
      if ('problem' in read) return
      const listed = read.meetings.map(({ title, date, time, preparation_notes }) =>
        [title, date, time ?? '-', preparation_notes].join(' '),
      )
      const said = JSON.stringify([read.refused, read.skipped, read.warnings, read.left_out])
      const remarked = [...read.refused, ...read.warnings, ...read.left_out].map(({ line }) => line)
      const unfolded = decoded.text.replaceAll(/[\r\n]+[ \t]/g, '')
      const plain = unfolded.replaceAll('\\n', '\n')
      const physical = decoded.text.split(/\r\n|\n|\r/)
      for (const event of events) {
        const { title } = event
        const isThere = unfolded.includes(title)
        const hasNote = unfolded.includes(`:${title} ${event.note}`)
        // Notes that were damaged come in as they stand there.
        const found = read.meetings.find(
          (one) =>
            one.title === title &&
            shownOf({ ...event, note: '' }).startsWith([title, one.date, one.time ?? '-'].join(' ')),
        )
        const notes = found?.preparation_notes ?? ''
        const isWritten =
          listed.includes(shownOf(hasNote ? event : { ...event, note: '' })) || (notes !== '' && plain.includes(notes))
        if (!isThere || isWritten) continue
        const places = physical.flatMap((line, index) => (line.includes(title) ? [index + 1] : []))
        const [from, to] = [Math.min(...places) - 4, Math.max(...places) + 6]
        const isNamed = said.includes(title) || remarked.some((line) => line >= from && line <= to)
        expect({ title, isNamed, text: decoded.text, read }).toMatchObject({ isNamed: true })
      }
      if (hurts.length === 0)
        expect([listed.toSorted(), said]).toEqual([events.map(shownOf).toSorted(), '[[],[],[],[]]'])
    }),
    { numRuns: runs(10_000) },
  )
})
