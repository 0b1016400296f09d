import { expect, test } from 'vitest'
import { type Client, origin, request, rows, signedIn } from '../../../../test/support/client'
import { putProject } from '../testing'
import { billingReader } from './billing'

test.each<[string, string, number, (string | number | null)[]]>([
  ['Billable,Amount (USD)', 'Yes,150.00', 5400, [1, 10_000, 'USD']],
  ['Billable,Amount ()', 'No,', 5400, [0, null, null]],
  ['Billable,Amount (EUR)', 'Yes,', 5400, [1, null, null]],
  ['Billable,Billable Rate (USD),Billable Amount (USD)', 'Yes,80.00,120.00', 5400, [1, 8000, 'USD']],
  ['Billable,Billable Rate (EUR),Billable Amount (EUR)', 'Yes,"80,50",""', 5400, [1, 8050, 'EUR']],
  ['Billable,Hourly rate,Amount,Currency', 'Yes,"1,234.50",,USD', 3600, [1, 123_450, 'USD']],
  ['Billable,Hourly rate,Currency', 'Yes,1.234,EUR', 3600, [1, 123_400, 'EUR']],
  ['Billable,Hourly rate,Currency', 'Yes,1.234,KWD', 3600, [1, 1234, 'KWD']],
  ['Billable,Hourly rate,Currency', 'Yes,80.0000,JPY', 3600, [1, 80, 'JPY']],
  ['Billable,Hourly rate,Currency', 'Yes,-80,EUR', 3600, [1, null, null]],
  ['Billable,Hourly rate,Currency', 'Yes,80,Bitcoin', 3600, [1, null, null]],
  ['billable,hourly_rate,currency', 'no,90.50,EUR', 3600, [0, 9050, 'EUR']],
  ['Billable,Amount (USD)', 'Maybe,10', 0, [null, null, null]],
  ['Project', 'Site', 3600, [null, null, null]],
])('%s with %s is read', (header, row, seconds, expected) => {
  const cells = (line: string) =>
    [...line.matchAll(/"([^"]*)"|([^,]+)|(?<=,)(?=,|$)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
  const { billable, hourly_rate, currency } = billingReader(cells(header))(cells(row), seconds)
  expect([billable, hourly_rate, currency]).toEqual(expected)
})

const clockify = `Project,Client,Description,Task,User,Email,Tags,Billable,Start Date,Start Time,End Date,End Time,Duration (h),Duration (decimal),Billable Rate (USD),Billable Amount (USD)
Site,,Design,,Robin,r@example.com,,Yes,03/02/2026,09:00:00,03/02/2026,10:30:00,01:30:00,1.50,80.00,120.00
Site,,Call,,Robin,r@example.com,,Yes,03/02/2026,11:00:00,03/02/2026,11:30:00,00:30:00,0.50,95.00,47.50
Site,,Lunch,,Robin,r@example.com,,No,03/02/2026,12:00:00,03/02/2026,12:30:00,00:30:00,0.50,0.00,0.00
`
const toggl = `User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount (EUR)
Robin,r@example.com,,Site,,Design,Yes,2026-03-03,09:00:00,2026-03-03,10:30:00,01:30:00,,150.00
`

const importing = ({ cookie }: Client, csv: string) =>
  request('/api/v1/sessions/import', {
    method: 'POST',
    headers: { Cookie: cookie, Origin: origin, 'Content-Type': 'text/csv' },
    body: new Blob([csv]),
  })
const kept = ({ userId }: Client) =>
  rows('SELECT title, billable, hourly_rate, currency FROM sessions WHERE user_id = ? ORDER BY started_at', userId)

test('an import keeps billing where the project says otherwise, and the download has it', async () => {
  const client = await signedIn({ time_zone: 'UTC', day_start_minute: 0 })
  const project = await putProject(client, 'Site')
  await client.post(`/projects/${project}/rates`, { from: '2026-01-01', rate: '80 USD', billable: '1' })
  expect((await importing(client, clockify)).status).toBe(200)
  expect((await importing(client, toggl)).status).toBe(200)
  const none = { billable: null, hourly_rate: null, currency: null }
  expect(await kept(client)).toEqual([
    { title: 'Design', ...none },
    { title: 'Call', ...none, hourly_rate: 9500, currency: 'USD' },
    { title: 'Lunch', billable: 0, hourly_rate: 0, currency: 'USD' },
    { title: 'Design', ...none, hourly_rate: 10_000, currency: 'EUR' },
  ])
  const csv = await (await client.get('/sessions.csv')).text()
  const [header = '', ...lines] = csv.trim().split('\r\n')
  const at = ['billable', 'hourly_rate', 'currency'].map((name) => header.split(',').indexOf(name))
  expect(lines.map((line) => at.map((index) => line.split(',')[index]))).toEqual([
    ['yes', '80.00', 'USD'],
    ['yes', '95.00', 'USD'],
    ['no', '0.00', 'USD'],
    ['yes', '100.00', 'EUR'],
  ])
  const other = await signedIn({ time_zone: 'UTC', day_start_minute: 0 })
  await importing(other, csv)
  expect((await kept(other)).map(({ billable, hourly_rate, currency }) => [billable, hourly_rate, currency])).toEqual([
    ...[
      [1, 8000, 'USD'],
      [1, 9500, 'USD'],
      [null, 0, 'USD'],
      [1, 10_000, 'EUR'],
    ],
  ])
})
