import fc from 'fast-check'
import { expect, test } from 'vitest'
import { signedIn } from '../../../test/support/client'
import { dayOf, localDateTime, wallTime } from '../../lib/time/days'
import { words } from '../../time/sessions/testing'
import { localWhen, timeWords, whenWords } from './schema'

const zones = ['Europe/Berlin', 'Europe/Lisbon', 'Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland']

test('a meeting is said at the time at which it is drawn', () => {
  const date = fc.date({ min: new Date('2015-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(date, fc.constantFrom(...zones), fc.constantFrom(...zones), (at, time_zone, own) => {
      const { date, time } = localDateTime(at.getTime(), time_zone)
      const instant = wallTime(date, time.slice(0, 5), { time_zone, day_start_minute: 0 })
      const drawn = localDateTime(instant, own)
      const meeting = { date, time: time.slice(0, 5), time_zone }
      expect(localWhen(meeting, own)).toEqual({ date: drawn.date, time: drawn.time.slice(0, 5) })
    }),
  )
})

test.each([
  ['09:30', 'Europe/Lisbon', '10:30 (09:30 Europe/Lisbon)'],
  ['09:30', 'Europe/Berlin', '09:30'],
  ['09:30', 'Europe/Paris', '09:30'],
  ['23:30', 'Europe/Lisbon', '00:30 (Mon 23 23:30 Europe/Lisbon)'],
  [null, 'Europe/Lisbon', ''],
])('a meeting at %s in %s is %s in Berlin', (time, time_zone, text) => {
  const reader = { time_zone: 'Europe/Berlin', clock: 24 as const }
  const meeting = { date: '2026-11-23', time, time_zone, duration_minutes: 30 }
  expect(timeWords(meeting, reader)).toBe(text)
  expect(whenWords(meeting, reader, '2026-11-23')).toBe(
    [text.startsWith('00') ? 'Tue 24 Nov' : 'Today', text, '30m'].filter(Boolean).join(', '),
  )
})

test('the list, Today, the day, the meeting and its person say the time of the clock', async () => {
  const client = await signedIn({ time_zone: 'Europe/Berlin', day_start_minute: 0 })
  const date = dayOf(Date.now(), { time_zone: 'Europe/Berlin', day_start_minute: 0 })
  const ada = await client.add('/people', { name: 'Ada' })
  const body = {
    title: 'Weekly',
    date,
    time: '12:00',
    time_zone: 'Europe/Lisbon',
    duration_minutes: 30,
    attendees: [ada],
  }
  const id = await client.add('/meetings', body)
  for (const path of ['/meetings', '/', `/day/${date}`, `/meetings/${id}`, `/people/${ada}`]) {
    const text = words(await (await client.get(path)).text())
    expect(text, path).toMatch(/13:00(–13:30)? \(12:00 Europe\/Lisbon\)/)
    expect(text.replace(/\(12:00 Europe\/Lisbon\)/g, ''), path).not.toMatch(/Weekly.{0,40}12:00|12:00.{0,40}Weekly/)
  }
})
