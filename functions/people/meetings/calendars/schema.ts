import { z } from 'zod'
import { jsonColumn } from '../../../lib/db/sql'
import { LeftOut } from '../../../lib/files/left-out'
import { ReadMeeting } from '../import/schema'

/** Maximum length in characters. */
export const calendarNameLimit = 100

/** Maximum number of calendars per person. */
export const calendarsLimit = 5

/** An event as last read from the calendar. */
export const CalendarEntry = ReadMeeting.pick({ title: true, date: true, time: true, duration_minutes: true }).extend({
  /** When its meeting was deleted because the event was gone (epoch ms). */
  removed_at: z.int().optional(),
})

export type CalendarEntry = z.infer<typeof CalendarEntry>

export const CalendarRow = z.object({
  id: z.string(),
  name: z.string(),
  /** Host name, the part of the URL that is shown. */
  host: z.string(),
  /** Encrypted URL, in base64. */
  address: z.string(),
  organization_id: z.string().nullable(),
  /** Events by `import_key`. */
  events: jsonColumn(z.array(z.tuple([z.string(), CalendarEntry]))),
  /** Remarks of the last read: parts that were left out, unreadable or doubtful. */
  left_out: jsonColumn(z.array(LeftOut)),
  /** Times of the last request and of the last successful read (epoch ms), and the error since then. */
  asked_at: z.int(),
  read_at: z.int().nullable(),
  error: z.string().nullable(),
  created_at: z.int(),
})

export type CalendarRow = z.infer<typeof CalendarRow>
