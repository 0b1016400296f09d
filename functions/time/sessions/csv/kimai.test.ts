import { describe, expect, test } from 'vitest'
import { rows } from '../../../../test/support/client'
import { lisbon } from '../../../../test/support/times'
import { clientOf } from '../../../lib/org'
import { expectImported, settled } from '../import/testing'
import { readLog, reasonsIn } from './testing'

const columns = [
  ...['Date', 'From', 'To', 'Duration', 'Currency', 'Price', 'Internal price', 'Hourly price', 'Fixed price', 'Name'],
  ...['User', 'E-mail', 'Staff number', 'Customer', 'Project', 'Activity', 'Description', 'Billable', 'Tags', 'Type'],
  ...['category', 'Account', 'Project number', 'VAT-ID', 'Order number'],
]

type Entry = { times: [date: string, from: string, to: string, duration: string] } & Partial<
  Record<'customer' | 'project' | 'activity' | 'text' | 'tags', string>
>

const cell = (text: string) => (/[",\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const row = ({ times, customer = '', project = '', activity = '', text = '', tags = '' }: Entry) => [
  ...[...times, 'EUR', '84', '84', '56', '0', 'Ana', 'ana', 'ana@example.com', '', customer, project, activity, text],
  ...['1', tags, 'timesheet', 'work', '', '', '', ''],
]

const file = (entries: Entry[], sign = ',') =>
  [columns, ...entries.map(row)].map((cells) => cells.map(cell).join(sign)).join('\n')

const month: Entry[] = [
  {
    times: ['2026-03-02', '09:00', '10:20', '1.33'],
    ...{ customer: 'Acme', project: 'Website', activity: 'Design', tags: 'ux, deep' },
    text: 'First draft\nand a "second" one',
  },
  { times: ['2026-03-02', '11:00', '13:00', '1.75'], customer: 'Acme', project: 'Website', activity: 'Meeting' },
  { times: ['2026-03-02', '23:30', '00:15', '0.75'], customer: 'Berg & Tal', project: 'Website', activity: 'Design' },
  { times: ['2026-03-04', '08:00', '08:05', '0.08'], customer: 'Acme', project: 'Support', activity: 'Meeting' },
]

/** Kimai’s duration counts; a break was taken out of the second one. */
const sums = {
  '2026-03-02 Acme/Website': 80 * 60 + 105 * 60,
  '2026-03-02 Berg & Tal/Website': 1800,
  '2026-03-03 Berg & Tal/Website': 900,
  '2026-03-04 Acme/Support': 300,
}

describe('an export of Kimai', () => {
  test.each([',', ';'])(
    'separated by %j brings its hours, adds nothing twice, and goes without a trace',
    async (sign) => {
      const client = await settled('UTC')
      const undo = await expectImported(client, file(month, sign), { sessions: sums })
      const tasks = await rows(
        `SELECT ${clientOf()} || '/' || projects.name || ': ' || tasks.title AS task
       FROM tasks JOIN projects ON projects.user_id = tasks.user_id AND projects.id = project_id
       WHERE tasks.user_id = ? AND tasks.import_id IS NOT NULL ORDER BY 1`,
        client.userId,
      )
      expect(tasks.map(({ task }) => task)).toEqual([
        'Acme/Support: Meeting',
        'Acme/Website: Design',
        'Acme/Website: Meeting',
        'Berg & Tal/Website: Design',
      ])
      const [first] = await rows(
        'SELECT title, notes, tags FROM sessions WHERE user_id = ? ORDER BY number',
        client.userId,
      )
      expect(first).toEqual({ title: 'First draft', notes: month[0]?.text, tags: '["ux","deep"]' })
      await undo()
    },
  )
})

test.each([
  ['a duration in hours and minutes', ['2026-03-02', '09:00', '10:00', '0:45'], 2700],
  ['an end with its date', ['2026-03-02', '2026-03-02 09:00', '2026-03-02 10:00', '1:00'], 3600],
  ['twenty minutes, which two decimals round', ['2026-03-02', '09:00', '09:20', '0.33'], 1200],
  ['a clock that goes back', ['2026-10-25', '00:30', '02:30', '3.00'], 10_800],
] as [string, Entry['times'], number][])('%s is read', async (_, times, seconds) => {
  const { rows: found, format } = await readLog(file([{ times }]), lisbon)
  expect([format, found.map(({ duration_seconds }) => duration_seconds)]).toEqual(['kimai', [seconds]])
})

test.each([
  [['2026-03-02', '09:00', '', ''], 'To is missing.'],
  [['2026-13-02', '09:00', '10:00', '1'], 'Date: “2026-13-02” is not a date such as 2026-03-25.'],
  [['2026-03-02', '9 am?', '10:00', '1'], 'From: “9 am?” is not a time such as 09:30.'],
] as [Entry['times'], string][])('%j is rejected at its field', async (times, reason) => {
  expect(await reasonsIn(file([{ times }]))).toEqual([[2, reason]])
})
