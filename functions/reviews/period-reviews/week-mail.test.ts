import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { pushService, remind, runAt } from '../../account/reminders/testing'
import { duration } from '../../lib/text/format'
import { addDays, datesBetween, isoWeekday } from '../../lib/time/days'

pushService()

let client: Client
beforeEach(async () => {
  client = await signedIn({ time_zone: 'Europe/Lisbon', day_start_minute: 0, week_start: 1 })
})

/** The lines of the mail that is sent at 18:00 on a date. */
const mailOn = async (date: string) => {
  await env.DB.prepare('DELETE FROM reminder_deliveries WHERE user_id = ?').bind(client.userId).run()
  await remind(client, { week_mail: { by: 'mail', day: isoWeekday(date), at: 1080 } })
  await runAt(client.userId, Date.parse(`${date}T18:00:00Z`))
  const [mail] = await rows<{ text: string }>(
    'SELECT text FROM outbox WHERE recipient = ? ORDER BY number DESC LIMIT 1',
    `${client.userId}@example.com`,
  )
  return (mail?.text ?? '').split('\n')
}

const put = (title: string, date: string, repeat: string) =>
  env.DB.prepare(
    `INSERT INTO meetings (id, title, date, time_zone, repeat, details_seq, seq, created_at, updated_at, user_id)
     VALUES (?1, ?1, ?2, 'UTC', ?3, 1, 1, 1, 1, ?4)`,
  )
    .bind(title, date, repeat, client.userId)
    .run()

test('the mail of the week compares the same days, and says which, on whatever day it is sent', async () => {
  const hours = ['2026-10-19', '2026-10-25', '2026-10-26', '2026-10-27', '2026-10-29']
  const halves = ['2026-10-31', '2026-11-01', '2026-11-02', '2026-11-04', '2026-11-07']
  const minutes = new Map([...hours.map((date) => [date, 60] as const), ...halves.map((date) => [date, 30] as const)])
  const track = async (from: string, to: string) => {
    for (const [date, length] of minutes) {
      if (date < from || date > to) continue
      const session = { title: 'Write', date, started_at: '09:00', duration: `${length}m` }
      expect((await client.post('/sessions', session)).status).toBe(303)
    }
  }
  await track('', '2026-11-01')
  const sum = (from: string, to: string) =>
    duration(datesBetween(from, to).reduce((all, date) => all + (minutes.get(date) ?? 0), 0) * 60)
  for (const [date, week, by] of [
    ['2026-11-02', '2026-10-26', ''],
    ['2026-11-03', '2026-10-26', ''],
    ['2026-11-04', '2026-11-02', 'by Wednesday '],
    ['2026-11-05', '2026-11-02', 'by Thursday '],
    ['2026-11-06', '2026-11-02', 'by Friday '],
    ['2026-11-07', '2026-11-02', 'by Saturday '],
    ['2026-11-08', '2026-11-02', ''],
  ] as const) {
    await track(date, date)
    const last = by ? date : addDays(week, 6)
    const before = sum(addDays(week, -7), addDays(last, -7))
    expect(await mailOn(date)).toContain(`- ${sum(week, last)} in all, ${before} ${by}the week before`)
  }
})

test('the mail of the week names what comes next of repeating meetings, once each', async () => {
  await put('Review', '2026-10-14', 'weekly')
  await put('Standup', '2026-11-06', 'weekdays')
  await put('Retro', '2026-10-28', 'fortnightly')
  await put('Payday', '2026-10-10', 'monthly')
  await put('Over', '2026-10-28', 'none')
  await put('Once', '2026-11-14', 'none')
  const lines = await mailOn('2026-11-08')
  const next = lines.slice(lines.indexOf('Next') + 1)
  expect(next.slice(0, next.indexOf(''))).toEqual([
    '- Mon 9: Standup, every weekday',
    '- Tue 10: Payday',
    '- Wed 11: Review',
    '- Wed 11: Retro',
    '- Sat 14: Once',
  ])
})
