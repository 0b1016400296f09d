import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { pushService, remind, runAt } from '../../account/reminders/testing'
import { duration } from '../../lib/text/format'
import { addDays, datesBetween, isoWeekday } from '../../lib/time/days'
import { newSession, putAll } from '../../time/sessions/testing'

const dayMs = 86_400_000

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

const putMeeting = (title: string, date: string, repeat: string, time: string | null, zone = 'Europe/Lisbon') =>
  env.DB.prepare(
    `INSERT INTO meetings (id, title, date, time, time_zone, repeat, details_seq, seq, created_at, updated_at, user_id)
     VALUES (?1, ?1, ?2, ?4, ?5, ?3, 1, 1, 1, 1, ?6)`,
  )
    .bind(title, date, repeat, time, zone, client.userId)
    .run()

const put = (title: string, date: string, repeat: string) => putMeeting(title, date, repeat, null)

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
    '  https://daymark.dev/day/2026-11-09',
    '- Tue 10: Payday',
    '  https://daymark.dev/day/2026-11-10',
    '- Wed 11: Review',
    '  https://daymark.dev/day/2026-11-11',
    '- Wed 11: Retro',
    '  https://daymark.dev/day/2026-11-11',
    '- Sat 14: Once',
    '  https://daymark.dev/meetings/Once',
  ])
})

test('what comes next has its time and its link, and nothing that has begun', async () => {
  const at = (time: string) => Date.parse(`2026-11-08T${time}:00Z`)
  await putMeeting('Begun', '2026-11-08', 'none', '17:30')
  await putMeeting('Tonight', '2026-11-08', 'none', '19:00')
  await putMeeting('Tokyo', '2026-11-09', 'none', '00:30', 'Asia/Tokyo')
  await putMeeting('Later', '2026-11-10', 'none', '00:30', 'Asia/Tokyo')
  const task = env.DB.prepare(
    `INSERT INTO tasks (user_id, id, title, date, at, due_date, seq, created_at, updated_at)
     VALUES (?, ?2, ?2, ?3, ?4, ?5, 1, 1, 1)`,
  )
  await env.DB.batch([
    task.bind(client.userId, 'Call', '2026-11-09', '09:15', null),
    task.bind(client.userId, 'Form', null, null, '2026-11-09'),
    task.bind(client.userId, 'Old', '2026-11-02', null, null),
  ])
  await putAll(client, [
    newSession(at('18:30'), 90),
    newSession(at('17:30'), 60),
    newSession(at('18:30') + 8 * dayMs, 60),
  ])
  await env.DB.prepare('UPDATE sessions SET planned_until = ended_at WHERE user_id = ?').bind(client.userId).run()
  const [block] = await rows<{ id: string; title: string }>(
    'SELECT id, title FROM sessions WHERE user_id = ? AND started_at = ?',
    client.userId,
    at('18:30'),
  )
  const lines = await mailOn('2026-11-08')
  const next = lines.slice(lines.indexOf('Next') + 1)
  expect(next.slice(0, next.indexOf(''))).toEqual([
    `- Sun 8, 18:30: ${block?.title}`,
    `  https://daymark.dev/day/2026-11-08#session-${block?.id}`,
    '- Sun 8, 19:00: Tonight',
    '  https://daymark.dev/meetings/Tonight',
    '- Mon 9: Form, deadline',
    '  https://daymark.dev/tasks/Form',
    '- Mon 9, 09:15: Call',
    '  https://daymark.dev/tasks/Call',
    '- Mon 9, 15:30: Later',
    '  https://daymark.dev/meetings/Later',
  ])
  expect(lines).toContain('Look back at the week: https://daymark.dev/review/week?date=2026-11-02')
  const [mail] = await rows<{ html: string }>(
    'SELECT html FROM outbox WHERE recipient = ? ORDER BY number DESC LIMIT 1',
    `${client.userId}@example.com`,
  )
  expect(mail?.html).toContain('<li>Mon 9, 09:15: <a href="https://daymark.dev/tasks/Call">Call</a></li>')
  expect(mail?.html).toMatch(/<a href="https:\/\/daymark\.dev\/review\/week\?date=2026-11-02"[^>]*>Look back/)
})

test('what does not fit is counted', async () => {
  for (let day = 9; day < 15; day += 1) {
    await put(`a${day}`, `2026-11-${String(day).padStart(2, '0')}`, 'none')
    await put(`b${day}`, `2026-11-${String(day).padStart(2, '0')}`, 'none')
  }
  expect(await mailOn('2026-11-08')).toContain('- and 5 more')
})
