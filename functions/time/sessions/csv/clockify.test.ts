import { describe, expect, test } from 'vitest'
import { type Client, rows } from '../../../../test/support/client'
import { expectImported, settled } from '../import/testing'
import { readLog } from './testing'

const header =
  'Project,Client,Description,Task,User,Group,Email,Tags,Billable,Start Date,Start Time,End Date,End Time,Duration (h),Duration (decimal),Billable Rate (USD),Billable Amount (USD)'

type Entry = { project?: string; client?: string; text?: string; task?: string; tags?: string; times: string }

const row = ({ project = '', client = '', text = '', task = '', tags = '', times }: Entry) =>
  [project, client, `"${text}"`, task, 'Ana', 'Staff', 'ana@example.com', `"${tags}"`, 'Yes', times, '0', '0'].join(',')

const file = (...entries: Entry[]) => [header, ...entries.map(row), ''].join('\r\n')

/** As exported by a workspace with dates of the United States and a clock of twelve hours. */
const american = file(
  {
    ...{ project: 'Website', client: 'Acme', text: 'Home page, first draft', task: 'Design', tags: 'deep, ux' },
    times: '03/25/2026,09:00:00 AM,03/25/2026,10:30:00 AM,01:30:00,1.50',
  },
  {
    ...{ project: 'Website', client: 'Acme', text: 'Colours', task: 'Design', tags: 'ux' },
    times: '03/25/2026,11:00:00 PM,03/26/2026,01:15:00 AM,02:15:00,2.25',
  },
  { project: 'Internal', text: 'Planning', times: '03/26/2026,12:00:00 PM,03/26/2026,12:20:00 PM,00:20:00,0.33' },
  { text: '😀 مرحبا <b>', times: '03/27/2026,12:00:00 AM,03/27/2026,12:05:30 AM,00:05:30,0.09' },
)

const sums = {
  '2026-03-25 Acme/Website': 5400 + 3600,
  '2026-03-26 Acme/Website': 4500,
  '2026-03-26 /Internal': 1200,
  '2026-03-27 ': 330,
}

const tasksOf = ({ userId }: Client) =>
  rows<{ title: string; project: string | null; sessions: number }>(
    `SELECT title, (SELECT name FROM projects WHERE user_id = tasks.user_id AND id = project_id) AS project,
       (SELECT count(*) FROM sessions WHERE user_id = tasks.user_id AND task_id = tasks.id) AS sessions
     FROM tasks WHERE user_id = ? AND import_id IS NOT NULL ORDER BY title`,
    userId,
  )

describe('a detailed report of Clockify', () => {
  test('brings the hours of its file, adds nothing twice, and goes without a trace', async () => {
    const client = await settled('UTC')
    const undo = await expectImported(client, american, { sessions: sums })
    expect(await tasksOf(client)).toEqual([{ title: 'Design', project: 'Website', sessions: 2 }])
    const first = 'SELECT title, tags FROM sessions WHERE user_id = ? ORDER BY started_at LIMIT 1'
    expect(await rows(first, client.userId)).toEqual([{ title: 'Home page, first draft', tags: '["deep","ux"]' }])
    await undo()
  })

  test('links a later file to the task that an earlier one brought, and to one’s own', async () => {
    const client = await settled('UTC')
    const times = (day: number) => `2026-04-0${day},09:00:00,2026-04-0${day},10:00:00,01:00:00,1.00`
    await client.json('POST', '/api/v1/tasks', { title: 'Review' })
    for (const day of [1, 2]) {
      const text = file(
        { task: 'Review', times: times(day) },
        { project: 'Own', task: 'Design', times: times(day + 2) },
      )
      await client.json('POST', '/api/v1/sessions/import', text, { 'Content-Type': 'text/csv' })
    }
    expect(await tasksOf(client)).toEqual([{ title: 'Design', project: 'Own', sessions: 2 }])
  })
})

describe('dates of Clockify', () => {
  const day = (date: string) => file({ times: `${date},09:00,${date},10:00,01:00,1` })

  test.each([
    ['03/25/2026', '2026-03-25', true],
    ['25/03/2026', '2026-03-25', true],
    ['25.03.2026', '2026-03-25', true],
    ['2026-03-25', '2026-03-25', null],
    ['03/04/2026', '2026-03-04', false],
    ['03/04/2026', '2026-04-03', false, 'dmy'],
  ] as const)('%s is %s', async (written, date, isSure, date_order?) => {
    const { rows: found, dates, format } = await readLog(day(written), { ...(date_order && { date_order }) })
    expect([format, dates?.isSure ?? null]).toEqual(['clockify', isSure])
    expect(found).toMatchObject([{ started_at: Date.parse(`${date}T09:00:00Z`) }])
  })

  test('and the repeated hour follow the zone and the duration', async () => {
    const text = file(
      { times: '2026-10-25,01:30:00,2026-10-25,01:45:00,01:15:00,1.25' },
      { times: '2026-10-25,01:30:00,2026-10-25,01:45:00,00:15:00,0.25' },
    )
    const { rows: found } = await readLog(text, { time_zone: 'Europe/Lisbon' })
    expect(found.map(({ duration_seconds }) => duration_seconds)).toEqual([4500, 900])
  })
})

test.each([
  ['2026-03-25,09:00,2026-03-25,08:00,-01:00,-1', /Duration \(h\): “-01:00” is not a duration/],
  ['2026-03-25,09:00,2026-03-25,08:00,,', /End Date: the end is before the start/],
  ['2026-03-25,09:00,2026-03-28,10:00,73:00:00,73', /End Date: more than 72 hours after the start/],
  ['2026-02-30,09:00,2026-03-25,10:00,,', /Start Date: “2026-02-30” is not a date/],
  ['2026-03-25,25:00,2026-03-25,10:00,,', /Start Time: “25:00” is not a time/],
])('the row %s is rejected at its field', async (times, reason) => {
  expect(await readLog(file({ times }))).toMatchObject({
    rows: [],
    rejected: [{ line: 2, reason: expect.stringMatching(reason) }],
  })
})
