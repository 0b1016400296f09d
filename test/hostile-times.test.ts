import { describe, expect, test } from 'vitest'
import type { Preferences } from '../functions/lib/preferences'
import { isDate } from '../functions/lib/time/days'
import { formatDateField } from '../functions/lib/time/typed-date'
import { type Client, rows, signedIn } from './support/client'
import { inspect } from './support/html'

type Typed = Record<string, string>
type Stored = { id: string; seq: number; started_at: number; ended_at: number; duration_seconds: number; days: string }

const stored = async (client: Client) => {
  const query = 'SELECT id, seq, started_at, ended_at, duration_seconds, days FROM sessions WHERE user_id = ?'
  return (await rows<Stored>(query, client.userId))[0]
}

const log = async (preferences: Partial<Preferences>, typed: Typed) => {
  const client = await signedIn(preferences)
  const answer = await client.post('/sessions', { title: 'Odd', ...typed })
  return { client, answer, session: await stored(client) }
}

const lisbon = { time_zone: 'Europe/Lisbon' }
const early = { ...lisbon, day_start_minute: 240 }
const utc = { time_zone: 'UTC' }
const apia = { time_zone: 'Pacific/Apia' }
const hour = 3600

/** A date, a start, and an end or a length. */
type Times = `${string} ${string}${' to ' | ' for '}${string}`
type Accepted = [what: string, where: Partial<Preferences>, times: Times, secondsByDay: Record<string, number>]

const accepted: Accepted[] = [
  ['over a skipped hour', lisbon, '2026-03-29 0:30 to 2:30', { '2026-03-29': hour }],
  ['from within a skipped hour', lisbon, '2026-03-29 1:30 to 3:00', { '2026-03-29': 5400 }],
  ['a skipped hour alone', lisbon, '2026-03-29 1:00 to 2:00', { '2026-03-29': hour }],
  ['within a skipped hour', lisbon, '2026-03-29 1:10 to 1:20', { '2026-03-29': 600 }],
  ['over a repeated hour', lisbon, '2026-10-25 0:30 to 2:30', { '2026-10-25': 3 * hour }],
  ['a repeated hour alone', lisbon, '2026-10-25 1:00 to 2:00', { '2026-10-25': hour }],
  ['24 hours from a short day', lisbon, '2026-03-29 0:00 for 24h', { '2026-03-29': 23 * hour, '2026-03-30': hour }],
  ['24 hours of a long day', lisbon, '2026-10-25 0:00 for 24h', { '2026-10-25': 24 * hour }],
  [
    'before and after the start of a day',
    early,
    '2026-03-28 2:00 to 5:00',
    { '2026-03-28': 2 * hour, '2026-03-29': hour },
  ],
  ['a late night over a repeated hour', early, '2026-10-24 23:00 to 3:00', { '2026-10-24': 5 * hour }],
  ['on a day that a zone left out', apia, '2011-12-30 9:00 for 1h', { '2011-12-31': hour }],
  ['into a day that a zone left out', apia, '2011-12-29 23:00 for 2h', { '2011-12-29': hour, '2011-12-31': hour }],
  ['the first instant of all', utc, '1970-01-01 0:00 for 1s', { '1970-01-01': 1 }],
]

/** Reads the form as a person sees it and sends it back unchanged. */
const shown = async (client: Client, { id }: Stored) =>
  Object.fromEntries(inspect(await (await client.get(`/sessions/${id}/edit`)).text()).values)

describe('a session', () => {
  test.each(accepted)(
    'of %s is stored as it was, and its form says the same',
    async (_, where, times, secondsByDay) => {
      const [date = '', started_at = '', way, end = ''] = times.split(' ')
      const typed = { date, started_at, [way === 'to' ? 'ended_at' : 'duration']: end }
      const days = Object.entries(secondsByDay)
      const seconds = days.reduce((sum, [, ofDay]) => sum + ofDay, 0)
      const { client, answer, session } = await log(where, typed)
      expect(answer.status).toBe(303)
      if (!session) throw new Error('no session')
      expect([session.duration_seconds, JSON.parse(session.days)]).toEqual([seconds, days])
      expect((session.ended_at - session.started_at) / 1000).toBe(seconds)
      const { time_zone: _zone, ...form } = await shown(client, session)
      expect((await client.post(`/sessions/${session.id}`, { ...form, title: 'Saved again' })).status).toBe(303)
      expect(await stored(client)).toEqual({ ...session, seq: session.seq + 1 })
      expect((await client.get('/sessions')).status).toBe(200)
      expect((await client.get(`/sessions?from=${days[0]?.[0]}&to=${days[0]?.[0]}`)).status).toBe(200)
    },
  )

  test.each([
    ['72 hours', { date: '2026-05-01', started_at: '0:00', duration: '72h' }],
    ['72 hours by its end', { started_at: '2026-05-01T00:00:00Z', ended_at: '2026-05-04T00:00:00Z' }],
  ])('of %s is the longest there is', async (_, typed) => {
    const { answer, session } = await log(utc, typed)
    expect(answer.status).toBe(303)
    expect(session?.duration_seconds).toBe(72 * hour)
    expect(JSON.parse(session?.days ?? '')).toHaveLength(3)
  })

  test.each([
    ['a second more', { date: '2026-05-01', started_at: '0:00', duration: '72h 1s' }, 'duration'],
    ['a second more by its end', { started_at: '2026-05-01T00:00:00Z', ended_at: '2026-05-04T00:00:01Z' }, 'ended_at'],
    ['an end before its start', { date: '2026-05-01', started_at: '9:00', ended_at: '8:59:59' }, 'ended_at'],
    ['an end a day before', { started_at: '2026-05-02T09:00', ended_at: '2026-05-01T10:00' }, 'ended_at'],
    ['a start before all', { date: '1970-01-01', ended_at: '0:10', duration: '20m' }, 'date'],
    ['an end after all', { date: '2099-12-31', started_at: '23:30', duration: '1h' }, 'date'],
    ['a day that is not', { date: '2026-02-30', started_at: '9:00', duration: '1h' }, 'date'],
    ['no time at all', { date: '2026-03-03', started_at: '9:00', ended_at: '9:00' }, 'ended_at'],
    ['a length of nothing', { date: '2026-03-03', started_at: '9:00', duration: '0' }, 'duration'],
    ['a length below nothing', { date: '2026-05-01', started_at: '9:00', duration: '-5' }, 'duration'],
    ['an hour that is not', { date: '2026-05-01', started_at: '24:30', duration: '5' }, 'started_at'],
    ['an offset that is not', { started_at: '2026-05-01T09:00+99:99', duration: '5' }, 'started_at'],
  ])('of %s is refused next to its field', async (_, typed, field) => {
    const { answer, session } = await log(utc, typed)
    expect(answer.status).toBe(422)
    expect(session).toBeUndefined()
    const { errorIds, values } = inspect(await answer.text())
    expect(errorIds).toEqual([`new-session-${field}-error`])
    const { date = '' } = typed as { date?: string }
    expect(Object.fromEntries(values)).toMatchObject({
      ...typed,
      ...(isDate(date) && { date: formatDateField(date, 'dmy') }),
    })
  })
})
