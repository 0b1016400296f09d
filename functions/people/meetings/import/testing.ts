import { env } from 'cloudflare:workers'
import type { Client } from '../../../../test/support/client'

/** A calendar of events, each given by the lines within it. */
export const calendarOf = (...events: string[][]) =>
  ['BEGIN:VCALENDAR', ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']), 'END:VCALENDAR'].join(
    '\r\n',
  )

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

export const toastOf = (answer: Response): { message?: string; undo?: string } =>
  JSON.parse(decodeURIComponent(/flash=([^;]*)/.exec(answer.headers.get('Set-Cookie') ?? '')?.[1] ?? '{}'))

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
