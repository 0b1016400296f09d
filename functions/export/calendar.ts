import type Library from 'ical.js'
import type { CalendarSession } from './live-queries'

/** Seconds are the finest that a calendar knows. */
const wholeSeconds = (instant: number) => Math.floor(instant / 1000) * 1000

/** Text without control characters, which calendars refuse, but with its lines. */
const clean = (text: string) => text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\t\n]/gu, '')

const summaryOf = ({ title, project }: CalendarSession) => [title, project].filter(Boolean).join(' · ') || 'Session'

const eventOf = (ICAL: typeof Library, session: CalendarSession) => {
  const event = new ICAL.Component('vevent')
  const instant = (name: string, at: number) =>
    event.addPropertyWithValue(name, ICAL.Time.fromJSDate(new Date(wholeSeconds(at)), true))
  const text = (name: string, value: string) => {
    if (value !== '') event.addPropertyWithValue(name, clean(value))
  }
  event.addPropertyWithValue('uid', `${session.id}@daymark`)
  instant('dtstamp', session.updated_at)
  instant('dtstart', session.started_at)
  // An event without an end lasts no time; one whose end is its start is invalid.
  if (wholeSeconds(session.ended_at) > wholeSeconds(session.started_at)) instant('dtend', session.ended_at)
  text('summary', summaryOf(session))
  text('description', session.notes)
  if (session.tags.length > 0) {
    const categories = new ICAL.Property('categories', event)
    categories.setValues(session.tags.map(clean))
    event.addProperty(categories)
  }
  event.addPropertyWithValue('transp', 'TRANSPARENT')
  return event.toString()
}

const end = 'END:VCALENDAR'

/** Sessions as a calendar, a page at a time. */
export async function* calendar(pages: AsyncIterable<CalendarSession[]>) {
  const { default: ICAL } = await import('ical.js')
  // Lines have at most 75 bytes; the library does not count the space that a folded one begins with.
  ICAL.foldLength = 74
  const empty = new ICAL.Component('vcalendar')
  empty.addPropertyWithValue('version', '2.0')
  empty.addPropertyWithValue('prodid', '-//Daymark//Daymark//EN')
  empty.addPropertyWithValue('x-wr-calname', 'Daymark')
  yield empty.toString().slice(0, -end.length)
  for await (const page of pages) yield page.map((session) => `${eventOf(ICAL, session)}\r\n`).join('')
  yield `${end}\r\n`
}
