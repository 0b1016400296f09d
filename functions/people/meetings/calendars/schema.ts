import { z } from 'zod'
import { jsonColumn } from '../../../lib/db/sql'
import { LeftOut } from '../../../lib/files/left-out'
import { ReadMeeting } from '../import/schema'

/** In characters. */
export const calendarNameLimit = 100

/** Calendars that a person can subscribe to. */
export const calendarsLimit = 5

/** An event as the calendar said it last. */
export const Said = ReadMeeting.pick({ title: true, date: true, time: true, duration_minutes: true }).extend({
  /** When its meeting was removed because the event was gone (epoch ms). */
  removed_at: z.int().optional(),
})

export type Said = z.infer<typeof Said>

export const CalendarRow = z.object({
  id: z.string(),
  name: z.string(),
  /** The part of the address that is shown. */
  host: z.string(),
  /** Encrypted, in base64. */
  address: z.string(),
  organization_id: z.string().nullable(),
  /** By `import_key`. */
  events: jsonColumn(z.array(z.tuple([z.string(), Said]))),
  /** Remarks of the last reading: parts that it left out, could not read or had doubts about. */
  left_out: jsonColumn(z.array(LeftOut)),
  /** Last request and last successful read (epoch ms), and the error since then. */
  asked_at: z.int(),
  read_at: z.int().nullable(),
  error: z.string().nullable(),
  created_at: z.int(),
})

export type CalendarRow = z.infer<typeof CalendarRow>
