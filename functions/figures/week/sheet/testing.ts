import { rows, signedIn } from '../../../../test/support/client'
import { addDays, weekStartOf } from '../../../lib/time/days'

export const zone = { time_zone: 'Europe/Lisbon', day_start_minute: 240 }
export const today = '2026-03-11'
/** The Monday before last: all of its week is over. */
export const monday = addDays(weekStartOf(today, 1), -14)
export const on = (day: number) => addDays(monday, day)

export const person = async () => {
  const client = await signedIn(zone)
  for (const name of ['Thesis', 'Website']) await client.json('POST', '/api/v1/projects', { name })
  const ids = await rows<{ id: string }>('SELECT id FROM projects WHERE user_id = ? ORDER BY name', client.userId)
  const [thesis = '', website = ''] = ids.map(({ id }) => id)
  return { client, thesis, website }
}

export const page = (more = '') => `/week?date=${monday}&view=grid${more}`

export const sheetOf = (date: string, rows: string) => `/week?date=${date}&view=grid&rows=${rows}`
