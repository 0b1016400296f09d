import { env } from 'cloudflare:workers'
import { beforeEach, expect, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { day, hour, lisbon, minute } from '../../../test/support/times'
import { postponeReminder } from '../../account/reminders/queries'
import { pushService, remind, runAt, subscribed, ten } from '../../account/reminders/testing'
import { localNow } from '../../lib/env'
import { readPreferences } from '../../lib/preferences'
import { readWithNext } from './repeat'

const service = pushService()

let client: Client
beforeEach(async () => {
  client = await signedIn(lisbon)
  await subscribed(client, service, client.userId)
})

const set = (statement: string, ...values: (string | number)[]) =>
  env.DB.prepare(statement)
    .bind(...values, client.userId)
    .run()

/** Adds a meeting of 30 minutes on Wednesday 4 November 2026, before that day. */
const put = (repeat: string, time = '10:00') =>
  set(
    `INSERT INTO meetings (id, title, date, time, duration_minutes, time_zone, repeat, details_seq, seq, created_at, updated_at, user_id)
     VALUES ('first', 'Sync', '2026-11-04', ?, 30, 'Europe/Lisbon', ?, 1, 1, ?, 1, ?)`,
    ...[time, repeat, ten - day * 2],
  )

/** Opens a page that shows meetings. */
const open = (now: number) => {
  const preferences = readPreferences(JSON.stringify(lisbon))
  return readWithNext(env.DB, client.userId, localNow({ preferences } as never, now), async () => null)
}

/** Looks whenever the last look said, and returns when something was pushed, with where it leads. */
const pushesUntil = async (from: number, to: number) => {
  const pushed: string[] = []
  for (let at: number | null = from; at !== null && at < to; ) {
    const next: number | null = await runAt(client.userId, at)
    for (const { title, body, url } of service.pushed.splice(0)) {
      expect([title, body]).toEqual(['Meeting at 10:00', 'Sync'])
      pushed.push(`${new Date(at).toISOString().slice(5, 16)} ${url}`)
    }
    at = next
  }
  return pushed
}

const minutesBefore = (minutes: number, how = {}) => remind(client, { meeting_begins: { minutes } }, how)

test('each meeting of a series is told though nobody opens a page, and leads to its day', async () => {
  await minutesBefore(10)
  await put('weekly')
  expect(await pushesUntil(ten - hour, ten + 22 * day)).toEqual([
    '11-04T09:50 /meetings/first',
    '11-11T09:50 /day/2026-11-11',
    '11-18T09:50 /day/2026-11-18',
    '11-25T09:50 /day/2026-11-25',
  ])
  expect(await rows('SELECT date FROM meetings WHERE user_id = ?', client.userId)).toEqual([{ date: '2026-11-04' }])
  vi.useFakeTimers({ toFake: ['Date'], now: ten + 21 * day - 10 * minute })
  expect(await (await client.get('/day/2026-11-25')).text()).toContain('>Sync<')
})

test('a reminder a day ahead leads to a day that shows the meeting, also where its zone has another date', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: ten })
  for (const lisbon of ['Europe/Lisbon', 'Asia/Tokyo']) {
    await set('DELETE FROM meetings WHERE user_id = ?')
    await remind(client, { meeting_begins: { minutes: 1_440 } })
    await put('daily', lisbon === 'Asia/Tokyo' ? '05:00' : '10:00')
    await set('UPDATE meetings SET time_zone = ? WHERE user_id = ?', lisbon)
    const begins = Date.parse(lisbon === 'Asia/Tokyo' ? '2026-11-04T20:00:00Z' : '2026-11-05T10:00:00Z')
    await runAt(client.userId, begins - day)
    const url = '/day/2026-11-05'
    expect([lisbon, ...service.pushed.splice(0).map((one) => one.url)]).toContain(url)
    expect(await (await client.get(url)).text()).toContain('>Sync<')
  }
})

test('without tracked time there is no page of a day: it leads to the meetings', async () => {
  await minutesBefore(10)
  await put('weekly')
  await set(`UPDATE users SET preferences = json_set(preferences, '$.uses', json('["journal"]')) WHERE id = ?`)
  expect(await pushesUntil(ten + day, ten + 8 * day)).toEqual(['11-11T09:50 /meetings'])
})

test('a page that is opened before, at or after a reminder brings no second one', async () => {
  for (const minutes of [10, 1_440])
    for (const offset of [-9 * hour, -hour, -minute, 0, 1, minute, hour]) {
      await set('DELETE FROM meetings WHERE user_id = ?')
      await set('DELETE FROM reminder_deliveries WHERE user_id = ?')
      await minutesBefore(minutes)
      await put('daily')
      await runAt(client.userId, ten - minutes * minute)
      service.pushed.length = 0
      const told: string[] = []
      for (let n = 1; n < 4; n += 1) {
        const begins = ten + n * day
        const opened = begins - minutes * minute + offset
        if (offset >= 0) told.push(...(await pushesUntil(begins - minutes * minute, begins - minutes * minute + 1)))
        await open(opened)
        told.push(...(await pushesUntil(opened, begins - minutes * minute + 2 * hour)))
      }
      const dates = told.map((one) => one.slice(0, 11))
      expect([minutes, offset, dates.length, new Set(dates).size]).toEqual([minutes, offset, 3, 3])
    }
})

test('a reminder that was put off, or waits for the end of quiet, comes though its page is opened meanwhile', async () => {
  await minutesBefore(10)
  await put('daily')
  const at = ten + day - 10 * minute
  await runAt(client.userId, at)
  const [{ key = '' } = {}] = service.pushed.splice(0)
  expect(await postponeReminder(env.DB, client.userId, key, at + 5 * minute).first()).not.toBeNull()
  await open(at + minute)
  const [row] = await rows<{ id: string }>(
    "SELECT id FROM meetings WHERE user_id = ? AND repeat = 'daily'",
    client.userId,
  )
  expect(await pushesUntil(at + minute, at + hour)).toEqual([`11-05T09:55 /meetings/${row?.id}`])

  await minutesBefore(10, { quiet_hours: true, quiet_from: 540, quiet_to: 595 })
  await open(at + day + minute)
  expect(await pushesUntil(at + day + 2 * minute, at + day + hour)).toHaveLength(1)
})

const changes: [string, string, string[]][] = [
  ['moved to another time', "time = '12:00'", []],
  ['moved to another day', "date = '2026-11-12', repeat_from = '2026-11-12'", ['11-12T09:50', '11-19T09:50']],
  ['tracked', "session_id = 'session'", ['11-18T09:50']],
  ['the last one', "repeat = 'none'", ['11-11T09:50']],
  ['deleted with its repetition', 'deleted_at = 1', []],
]

for (const [name, columns, expected] of changes)
  test(`a meeting of a series that was ${name} is not told at its old time`, async () => {
    await minutesBefore(10)
    await put('weekly')
    await open(ten + 7 * day - 2 * hour)
    await set(`UPDATE meetings SET ${columns} WHERE date = '2026-11-11' AND user_id = ?`)
    const told = columns.startsWith('time') ? [] : await pushesUntil(ten + 7 * day - hour, ten + 16 * day)
    if (columns.startsWith('time')) {
      for (let at = ten + 7 * day - hour; at < ten + 7 * day + hour; at += 5 * minute) await runAt(client.userId, at)
      expect(service.pushed).toEqual([])
      await runAt(client.userId, ten + 7 * day + 110 * minute)
      expect(service.pushed.splice(0).map(({ title }) => title)).toEqual(['Meeting at 12:00'])
    }
    expect(told.map((one) => one.slice(0, 11))).toEqual(expected)
  })

test('a series that was edited or ended before anybody saw its next meeting keeps to that', async () => {
  await minutesBefore(10)
  await put('weekly', '09:00')
  await set("UPDATE meetings SET time = '10:00' WHERE user_id = ?")
  expect((await pushesUntil(ten + 6 * day, ten + 8 * day)).map((one) => one.slice(0, 11))).toEqual(['11-11T09:50'])
  await set("UPDATE meetings SET repeat = 'none' WHERE user_id = ?")
  expect(await pushesUntil(ten + 13 * day, ten + 15 * day)).toEqual([])
})

test('a skipped meeting is not told, and the one after it is', async () => {
  await minutesBefore(10)
  vi.useFakeTimers({ toFake: ['Date'], now: ten - 2 * hour })
  await put('weekly')
  expect((await client.post('/meetings/first/skip')).status).toBeLessThan(400)
  const [next] = await rows<{ id: string }>(
    "SELECT id FROM meetings WHERE user_id = ? AND repeat = 'weekly'",
    client.userId,
  )
  expect(await pushesUntil(ten - hour, ten + 8 * day)).toEqual([`11-11T09:50 /meetings/${next?.id}`])
})

test('a series in another time zone comes by its own clock when the clocks change there', async () => {
  await minutesBefore(10)
  await put('weekly', '06:00')
  await set("UPDATE meetings SET time_zone = 'America/New_York', date = '2026-10-27', created_at = 1 WHERE user_id = ?")
  const begins = Date.parse('2026-10-27T10:00:00Z')
  const times: string[] = []
  for (let at = begins - hour; at < begins + 8 * day; ) {
    const next = await runAt(client.userId, at)
    times.push(...service.pushed.splice(0).map(({ title }) => `${new Date(at).toISOString().slice(5, 16)} ${title}`))
    at = next ?? Number.POSITIVE_INFINITY
  }
  expect(times).toEqual(['10-27T09:50 Meeting at 10:00', '11-03T10:50 Meeting at 11:00'])
})

/** Moves a meeting of an earlier version on: its next one has no name of its series. */
const putOldNext = async (madeAt: number) => {
  await put('none')
  await set(
    `INSERT INTO meetings (id, title, date, time, duration_minutes, time_zone, repeat, repeat_from, repeats, details_seq, seq, updated_at, created_at, user_id)
     VALUES ('second', 'Sync', '2026-11-11', '10:00', 30, 'Europe/Lisbon', 'weekly', '2026-11-04', 'first', 1, 1, 1, ?, ?)`,
    madeAt,
  )
}
const sent = (key: string, at: number) =>
  set('INSERT INTO reminder_deliveries (key, due_at, attempts, sent_at, user_id) VALUES (?, ?, 1, ?, ?)', key, at, at)

test('a series whose meetings were made before they had names is told once each', async () => {
  await minutesBefore(10)
  await putOldNext(ten + 7 * day - 2 * hour)
  const week = 7 * day
  expect(await pushesUntil(ten + week - hour, ten + week + hour)).toEqual(['11-11T09:50 /meetings/second'])
  expect(await pushesUntil(ten + 2 * week - hour, ten + 2 * week - 5 * minute)).toEqual(['11-18T09:50 /day/2026-11-18'])
  await open(ten + 2 * week - 5 * minute)
  expect(await rows("SELECT occurrence FROM meetings WHERE repeat = 'weekly' AND user_id = ?", client.userId)).toEqual([
    { occurrence: 'second-2026-11-18' },
  ])
  expect(await pushesUntil(ten + 2 * week - 4 * minute, ten + 2 * week + hour)).toEqual([])
})

test('what an earlier version told of a series is not told again', async () => {
  await minutesBefore(10)
  const at = ten + 7 * day - 10 * minute
  for (const [key, madeAt] of [
    ['second', at - hour],
    ['first', at + minute],
  ] as const) {
    await set('DELETE FROM meetings WHERE user_id = ?')
    await putOldNext(madeAt)
    await sent(`meeting_begins ${key} ${at}`, at)
    expect(await pushesUntil(at + 2 * minute, at + hour)).toEqual([])
  }
})

test('a series goes on being told once its first meeting is gone for good', async () => {
  await minutesBefore(10)
  await put('daily')
  await open(ten + day - 5 * minute)
  await set("DELETE FROM meetings WHERE id = 'first' AND user_id = ?")
  expect(await pushesUntil(ten + day - 4 * minute, ten + day + hour)).toHaveLength(1)
})

test('a meeting that is moved replaces the notification that shows its old time, and so does the next of its series', async () => {
  await minutesBefore(10)
  await put('daily')
  await set("UPDATE meetings SET date = '2026-11-03' WHERE user_id = ?")
  const tagsAt = async (at: number) => {
    await runAt(client.userId, at)
    return service.pushed.splice(0).map(({ title, tag, topic }) => [title, tag, topic])
  }
  const [first] = await tagsAt(ten - 10 * minute)
  await open(ten - 5 * minute)
  await set("UPDATE meetings SET time = '15:00' WHERE date = '2026-11-04' AND user_id = ?")
  const moved = await tagsAt(ten + 290 * minute)
  await set("UPDATE meetings SET date = '2026-11-05', time = '12:00' WHERE date = '2026-11-04' AND user_id = ?")
  const again = await tagsAt(ten + day + 110 * minute)
  const titles = ['Meeting at 10:00', 'Meeting at 15:00', 'Meeting at 12:00']
  expect([first, ...moved, ...again]).toEqual(titles.map((title) => [title, 'meeting first', first?.[2]]))
})
