import ICAL from 'ical.js'
import { dayLengthSeconds, dayStart, isTimeZone, wallTime, zoneId } from '../../../lib/days'
import { padded } from '../../../lib/duration'

export { default as ICAL } from 'ical.js'

/** A property as ical.js parses it: name, parameters, type, and values. */
export type Property = [name: string, parameters: Record<string, unknown>, type: string, ...values: unknown[]]

/** A repetition that would take too long to work out, or never end. */
export class TooManySteps extends Error {}

/** Steps that one event, and all of a file, may take, each of about 10 µs. A daily event of ten years takes 7,000. */
const eventSteps = 60_000
const fileSteps = 400_000

const left = { ofEvent: 0, ofFile: 0 }

/** Begins to count the steps of a file, of which `count` are left. */
export const beginFile = (count = fileSteps) => {
  left.ofFile = count
}

/** Runs work of the library on one event. @throws TooManySteps */
export const bounded = <T>(work: () => T): T => {
  left.ofEvent = Math.min(eventSteps, left.ofFile)
  const before = left.ofEvent
  try {
    return work()
  } finally {
    left.ofFile -= before - Math.max(left.ofEvent, 0)
  }
}

const spend = (steps: number) => {
  left.ofEvent -= steps
  if (left.ofEvent < 0) throw new TooManySteps()
}

/** The library searches a next date for as long as it takes, so each method that its loops call costs steps. */
const costs = {
  check_contracting_rules: () => 1,
  increment_month: () => 1,
  increment_year: () => 1,
  increment_monthday: (days: unknown) => Math.max(1, Number(days) / 10),
  expand_year_days: () => 20,
}
for (const [name, stepsOf] of Object.entries(costs)) {
  const own: unknown = Reflect.get(ICAL.RecurIterator.prototype, name)
  if (typeof own !== 'function') throw new Error(`ical.js has no ${name}`)
  Object.defineProperty(ICAL.RecurIterator.prototype, name, {
    value: function (this: unknown, ...given: unknown[]) {
      spend(stepsOf(given[0]))
      return Reflect.apply(own, this, given)
    },
  })
}

const dateText = ({ year, month, day }: ICAL.Time) => `${String(year).padStart(4, '0')}-${padded(month)}-${padded(day)}`

/** An IANA time zone. The library knows none, and files often name one without describing it. */
class NamedZone extends ICAL.Timezone {
  override utcOffset(time: ICAL.Time) {
    if (time.year < 1800 || time.year > 9_000) return 0
    const zone = { time_zone: this.tzid, day_start_minute: 0 }
    const date = dateText(time)
    if (dayLengthSeconds(date, zone) === 86_400) return (Date.parse(`${date}T00:00:00Z`) - dayStart(date, zone)) / 1000
    const clock = `${padded(time.hour)}:${padded(time.minute)}:${padded(Math.min(time.second, 59))}`
    return (Date.parse(`${date}T${clock}Z`) - wallTime(date, clock, zone)) / 1000
  }
}

/** Lets the library find an IANA time zone by the name that this gives. */
export const namedZone = (name: string) => {
  const tzid = zoneId(name)
  if (!ICAL.TimezoneService.has(tzid)) {
    ICAL.TimezoneService.register(new NamedZone({ tzid }), tzid)
  }
  return tzid
}

/** IANA's name of a zone that a file names in full or at its end, as in `/example.org/2005/Europe/Berlin`. */
export const ianaZone = (name: string) => {
  const parts = name.split('/').filter(Boolean).slice(-3)
  const ends = parts.map((_, index) => parts.slice(index).join('/')).filter((end) => end.includes('/'))
  return [name, ...ends].find(isTimeZone) ?? null
}

export { dateText }
