import { env } from 'cloudflare:workers'
import type { Client } from '../../../../test/support/client'
import { readCalendar } from './read'

/** A calendar of events, each given by the lines within it. */
export const calendarOf = (...events: string[][]) =>
  ['BEGIN:VCALENDAR', ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']), 'END:VCALENDAR'].join(
    '\r\n',
  )

/** Reads a calendar, in Berlin where no zone is given. Throws if it is refused. */
export const read = (text: string, { from = '2026-06-01', to = '2028-03-31', time_zone = 'Europe/Berlin' } = {}) => {
  const calendar = readCalendar(text, { from, to, time_zone, own: ['me@example.com'] })
  if ('problem' in calendar) throw new Error(calendar.problem)
  return calendar
}

/** Dates and times of the meetings, with `-` for those without a time. */
export const times = ({ meetings }: ReturnType<typeof read>) =>
  meetings.map(({ date, time }) => `${date} ${time ?? '-'}`)

/** Dates, of December 2026 unless they say the month, at 10:00 unless a time is given. */
export const on = (...when: string[]) =>
  when
    .map((one) => (/^\d\d( |$)/.test(one) ? `2026-12-${one}` : one))
    .map((one) => (one.includes(' ') ? one : `${one} 10:00`))

/** Lines of dates at 10:00 in Berlin: a start, and days of December 2026 that are added or left out. */
export const startsOn = (date: string) => `DTSTART;TZID=Europe/Berlin:${date}T100000`
export const inBerlin = (name: string, day: string) => `${name};TZID=Europe/Berlin:202612${day}`
export const adds = (day: string) => inBerlin('RDATE', `${day}T100000`)
export const skips = (day: string) => inBerlin('EXDATE', `${day}T100000`)
export const berlin = startsOn('20261201')
export const weekly = 'RRULE:FREQ=WEEKLY;COUNT=3'

/** Lines of an event of half an hour in UTC. */
export const eventLines = (uid: string, start: string, ...more: string[]) => [
  `UID:${uid}`,
  `DTSTART:${start}`,
  'DURATION:PT30M',
  `SUMMARY:${uid}`,
  ...more,
]

export const calendarFile = (text: string) => new File([text], 'work.ics', { type: 'text/calendar' })

const dates = { from: '2015-01-01', to: '2015-12-31' }

/** Uploads a calendar; the preview, and the path that confirms it. */
export const upload = async (client: Client, text: string, fields: Record<string, string> = {}) => {
  const answer = await client.post('/meetings/import', { file: calendarFile(text), ...dates, ...fields })
  const html = await answer.text()
  return { answer, html, confirm: /\/meetings\/import\/[0-9a-f-]{36}\/confirm/.exec(html)?.[0] ?? '/nothing' }
}

/** Uploads and confirms a calendar. */
export const importCalendar = async (client: Client, text: string, chosen: Record<string, string> = {}) =>
  client.post((await upload(client, text)).confirm, chosen)

const tables = {
  meetings: `id, title, date, time, time_zone, duration_minutes, organization_id, attendees, import_key, preparation_notes, created_at, deleted_at`,
  people: 'id, name, email, organization_id, created_at, deleted_at',
  search_documents: 'kind, id, title, notes',
}

/** Everything that an import can write, without versions. */
export const dump = async ({ userId }: Client) => {
  const answers = await env.DB.batch(
    Object.entries(tables).map(([table, columns]) =>
      env.DB.prepare(`SELECT ${columns} FROM ${table} WHERE user_id = ? ORDER BY 1, 2, 3`).bind(userId),
    ),
  )
  return Object.fromEntries(Object.keys(tables).map((table, index) => [table, answers[index]?.results]))
}
