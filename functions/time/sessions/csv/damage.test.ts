import fc from 'fast-check'
import { expect, test } from 'vitest'
import { damagedTable, damages, encoded, type KnownRow, lostRows } from '../../../../test/support/hostile/damaged-files'
import { runs } from '../../../../test/support/runs'
import { decodeFile } from '../import/api'
import { readTimeLog } from './read'

type Entry = { day: number; start: number; minutes: number; title: string; project: string; tag: string }

const padded = (number: number) => String(number).padStart(2, '0')
const clock = (minutes: number) => `${padded(Math.floor(minutes / 60))}:${padded(minutes % 60)}`

/** How a tool writes an entry; `texts` are the cells into which people type, and `isPlain` those without quotes. */
const tools: Record<
  string,
  { header: string[]; separators: string[]; texts: number[]; isPlain?: boolean; cells: (entry: Entry) => string[] }
> = {
  toggl: {
    header: [
      'Client',
      'Project',
      'Description',
      'Start date',
      'Start time',
      'End date',
      'End time',
      'Duration',
      'Tags',
    ],
    separators: [',', ';', '\t'],
    texts: [0, 1, 2, 8],
    cells: ({ day, start, minutes, title, project, tag }) => [
      ...['', project, title, `2026-03-${padded(day)}`, `${clock(start)}:00`, `2026-03-${padded(day)}`],
      ...[`${clock(start + minutes)}:00`, `${clock(minutes)}:00`, tag],
    ],
  },
  clockify: {
    header: [
      ...['Project', 'Client', 'Description', 'Activity', 'Tags', 'Start Date', 'Start Time', 'End Date', 'End Time'],
      ...['Duration (h)', 'Duration (decimal)'],
    ],
    separators: [',', ';'],
    texts: [0, 2, 4],
    cells: ({ day, start, minutes, title, project, tag }) => [
      ...[project, '', title, '', tag, `03/${padded(day)}/2026`, clock(start), `03/${padded(day)}/2026`],
      ...[clock(start + minutes), `${clock(minutes)}:00`, (minutes / 60).toFixed(2)],
    ],
  },
  kimai: {
    header: ['Datum', 'Von', 'Bis', 'Dauer', 'Kunde', 'Projekt', 'Tätigkeit', 'Beschreibung', 'Schlagworte'],
    separators: [',', ';', '\t'],
    texts: [5, 7, 8],
    cells: ({ day, start, minutes, title, project, tag }) => [
      ...[`2026-03-${padded(day)}`, clock(start), clock(start + minutes), clock(minutes), '', project, '', title, tag],
    ],
  },
  timetagger: {
    header: ['key', 'start', 'stop', 'tags', 'description'],
    separators: ['\t'],
    texts: [4],
    isPlain: true,
    cells: ({ day, start, minutes, title }) => [
      ...['', `2026-03-${padded(day)} ${clock(start)}:00`, `2026-03-${padded(day)} ${clock(start + minutes)}:00`, ''],
      title,
    ],
  },
  other: {
    header: ['Date', 'Start', 'End', 'Project', 'Title', 'Tags'],
    separators: [',', ';', '\t'],
    texts: [3, 4, 5],
    cells: ({ day, start, minutes, title, project, tag }) => [
      ...[`${padded(day)}.03.2026`, clock(start), clock(start + minutes), project, title, tag],
    ],
  },
}

const words = fc
  .array(fc.constantFrom('plan', 'é', '12', 'a,b', 'x;y', '😀', "it's", 'two\nlines', '=1', '100%'), { maxLength: 4 })
  .map((parts) => parts.join(' '))

const entry = fc.record({
  day: fc.integer({ min: 13, max: 31 }),
  start: fc.nat(700),
  minutes: fc.integer({ min: 1, max: 700 }),
  title: words,
  project: fc.constantFrom('', 'Web', 'A, B'),
  tag: fc.constantFrom('', 'deep', 'deep, ux'),
})

/** A row is known by its minute, which each row of a file has for itself. */
const markOf = ({ day, start }: Entry) => `2026-03-${padded(day)}T${clock(start)}:00.000Z`

test.each(Object.keys(tools))('each row of a damaged file of %s comes in as written or is named', async (tool) => {
  const { header, separators, texts, isPlain, cells } = tools[tool] ?? {
    header: [],
    separators: [],
    texts: [],
    cells: () => [],
  }
  const entries = fc.uniqueArray(entry, { minLength: 1, maxLength: 6, selector: markOf })
  await fc.assert(
    fc.asyncProperty(entries, damages(separators), async (known, damage) => {
      const plain = (text: string) => (isPlain ? text.replace(/[\t\n"]/g, ' ') : text)
      const rows: KnownRow[] = known.map((one) => ({ mark: markOf(one), cells: cells(one).map(plain) }))
      const file = damagedTable(header, rows, isPlain ? { ...damage, isQuotedWhole: false } : damage, texts)
      const decoded = decodeFile(encoded(file.text, damage.encoding))
      if ('problem' in decoded) throw new Error(decoded.problem)
      const { text } = decoded
      expect(text.replace(/^\uFEFF/, '')).toBe(file.text.replace(/^\uFEFF/, ''))
      const log = await readTimeLog(text, { time_zone: 'UTC', day_start_minute: 0 })
      const guessed =
        'problem' in log && log.unknown
          ? await readTimeLog(text, {
              time_zone: 'UTC',
              day_start_minute: 0,
              columns: () => log.unknown?.guess ?? null,
            })
          : log
      if ('problem' in guessed) {
        // A file whose header was cut off or spoilt is refused as a whole.
        expect(damage.kept < 1 || damage.quotes.length > 0 || known.length === 0).toBe(true)
        return
      }
      const cameIn = new Set(guessed.rows.map(({ started_at }) => new Date(started_at).toISOString()))
      const named = new Set([...guessed.rejected, ...guessed.leftOut].map(({ line }) => line))
      expect(lostRows(file, cameIn, named)).toEqual([])
      // A row has the texts that were written, quotes aside.
      const bare = (text: string) => text.replace(/["\s\u00a0]/g, '')
      for (const row of guessed.rows) {
        const written = known.find((one) => markOf(one) === new Date(row.started_at).toISOString())
        expect(written).toBeDefined()
        if (damage.kept < 1 || !written) continue
        expect(row.duration_seconds).toBe(written.minutes * 60)
        if (tool !== 'timetagger') expect(bare(row.notes || row.title)).toBe(bare(written.title))
      }
    }),
    { numRuns: runs(2_000) },
  )
})
