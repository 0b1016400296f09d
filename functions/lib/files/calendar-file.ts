/** Ending of the UID of each event that Daymark writes. Marks our own events in calendars that we read. */
const ownEnd = '@daymark'

export const uidOf = (id: string) => id + ownEnd

export const isOwnUid = (uid: string) => uid.trim().toLowerCase().endsWith(ownEnd)

/** An event. Times are epoch ms, or local dates of a whole-day event, whose end is exclusive. */
export type CalendarEvent = {
  uid: string
  sequence?: number
  /** Time of the last change (epoch ms). */
  changed_at: number
  start: number | string
  /** Null for an event without duration. */
  end: number | string | null
  summary: string
  description?: string
  tags?: string[]
  url?: string
  /** True if the person is busy during the event. */
  isBusy?: boolean
}

type Property = [name: string, parameters: object, type: string, ...values: (string | number)[]]

/** Removes control characters and lone surrogates, which calendars refuse. Keeps line breaks. */
const clean = (text: string) =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\t\n]/gu, '')

// Calendars have a precision of one second.
const when = (name: string, at: number | string): Property =>
  typeof at === 'string'
    ? [name, {}, 'date', at]
    : [name, {}, 'date-time', `${new Date(at).toISOString().slice(0, 19)}Z`]

const texts = (name: string, ...values: string[]): Property[] =>
  values.some((value) => value !== '') ? [[name, {}, 'text', ...values.map(clean)]] : []

const propertiesOf = (event: CalendarEvent): Property[] => {
  const { uid, sequence, changed_at, start, end, summary, description = '', tags = [], url, isBusy = false } = event
  const [begins, ends] = [when('dtstart', start), end === null ? null : when('dtend', end)]
  return [
    ['uid', {}, 'text', uid],
    ...(sequence === undefined ? [] : [['sequence', {}, 'integer', sequence] satisfies Property]),
    when('dtstamp', changed_at),
    begins,
    // An event without an end has no duration. An end equal to the start is invalid.
    ...(ends && ends[3] !== begins[3] ? [ends] : []),
    ...texts('summary', summary),
    ...texts('description', description),
    ...texts('categories', ...tags),
    ...(url === undefined ? [] : [['url', {}, 'uri', url] satisfies Property]),
    ['transp', {}, 'text', isBusy ? 'OPAQUE' : 'TRANSPARENT'],
  ]
}

const end = 'END:VCALENDAR'

/** Component for an empty calendar, because one without components is invalid (RFC 5545, 3.6). */
const utc = [
  ...['BEGIN:VTIMEZONE', 'TZID:UTC', 'BEGIN:STANDARD', 'DTSTART:19700101T000000', 'TZOFFSETFROM:+0000'],
  ...['TZOFFSETTO:+0000', 'END:STANDARD', 'END:VTIMEZONE', ''],
].join('\r\n')

type Calendar = {
  name: string
  /** Interval for reading it again, as a duration: `PT1H`. */
  refresh?: string
}

/** Streams a calendar file, one page of events at a time. */
export async function* calendarFile(
  { name, refresh }: Calendar,
  pages: AsyncIterable<CalendarEvent[]> | Iterable<CalendarEvent[]>,
) {
  const { default: ICAL } = await import('ical.js')
  // Lines have at most 75 bytes. The library does not count the leading space of a folded line.
  ICAL.foldLength = 74
  const properties: Property[] = [
    ['version', {}, 'text', '2.0'],
    ['prodid', {}, 'text', '-//Daymark//Daymark//EN'],
    // Omits the VALUE parameter that the library would write, which some readers do not expect.
    ['x-wr-calname', {}, 'unknown', ICAL.design.icalendar.value.text.toICAL(clean(name), undefined)],
    ...(refresh === undefined
      ? []
      : [
          ['refresh-interval', {}, 'duration', refresh] satisfies Property,
          ['x-published-ttl', {}, 'unknown', refresh] satisfies Property,
        ]),
  ]
  const text = (name: string, properties: Property[]) =>
    ICAL.stringify.component([name, properties, []], ICAL.design.icalendar)
  yield text('vcalendar', properties).slice(0, -end.length)
  let isEmpty = true
  for await (const page of pages) {
    isEmpty &&= page.length === 0
    yield page.map((event) => `${text('vevent', propertiesOf(event))}\r\n`).join('')
  }
  yield `${isEmpty ? utc : ''}${end}\r\n`
}
