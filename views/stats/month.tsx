import { hasSessions } from '../../functions/ledger/schema'
import { addMonths, isDate, monthEnd, monthOf, monthStart } from '../../functions/lib/days'
import { duration, monthName, weekdayLetters, weekdayNames } from '../../functions/lib/format'
import type { CalendarDay } from '../../functions/stats/calendar'
import { dayPath, sessionsPath } from '../links'
import { Duration } from '../ui/figure'
import { MonthDay } from '../ui/heat-cell'
import { Steps } from '../ui/pagination'

export type MonthProps = {
  month: string
  rows: (CalendarDay | undefined)[][]
  weekStart: number
  today: string
  /** Limits the calendar to its time. */
  subject: string
  monthPath: (month: string) => string
}

type DayProps = { day: CalendarDay | undefined; stop?: string } & Pick<MonthProps, 'month' | 'today' | 'subject'>

const Day = ({ day, month, today, subject, stop }: DayProps) => {
  if (!day) return <td />
  return (
    <MonthDay
      day={Number(day.date.slice(8))}
      month={monthName(month, today)}
      level={day.level}
      rest={day.free !== undefined && !hasSessions(day)}
      words={day.free === 'day off' ? 'day off' : undefined}
      today={day.date === today}
      href={hasSessions(day) ? dayPath(day.date, subject) : undefined}
      figure={day.total_seconds}
      stop={day.date === stop}
    >
      {duration(day.total_seconds)}
    </MonthDay>
  )
}

/** With script, replaces only the month. Ends at the current month. */
const stepTo = (to: string, { today, monthPath }: Pick<MonthProps, 'today' | 'monthPath'>) => {
  const path = monthPath(to)
  if (to > monthOf(today) || !isDate(monthStart(to))) return { of: monthName(to, today) }
  const swap = { 'hx-get': path, 'hx-select': '#month', 'hx-target': '#month', 'hx-swap': 'outerHTML' }
  return { of: monthName(to, today), href: `${path}#calendar`, swap }
}

export const Month = ({ month, rows, weekStart, today, subject, monthPath }: MonthProps) => {
  const stop = rows.flat().findLast((day) => day && hasSessions(day))?.date
  const days = rows.flat().flatMap((day) => day ?? [])
  const seconds = days.reduce((sum, day) => sum + day.total_seconds, 0)
  const weekdays = Array.from({ length: 7 }, (_, index) => (weekStart - 1 + index) % 7)
  return (
    <div class="month-view" id="month">
      {month !== monthOf(today) && <input type="hidden" id="month-shown" name="month" value={month} />}
      <div class="page-head">
        <h3>{monthName(month, today)}</h3>
        <p>
          {seconds > 0 ? (
            <a
              href={sessionsPath(
                { from: monthStart(month), to: monthEnd(month) },
                subject === 'all' ? undefined : subject,
              )}
              data-figure={seconds}
            >
              <Duration seconds={seconds} />
            </a>
          ) : (
            <Duration seconds={seconds} />
          )}
        </p>
        <Steps
          label="Months"
          earlier={{ id: 'month-left', ...stepTo(addMonths(month, -1), { today, monthPath }) }}
          later={{ id: 'month-right', ...stepTo(addMonths(month, 1), { today, monthPath }) }}
        />
      </div>
      <table class="month" data-roving>
        <caption class="unseen">Tracked time by day, {monthName(month, today)}</caption>
        <thead>
          <tr>
            {weekdays.map((weekday) => (
              <th scope="col" abbr={weekdayNames[weekday]}>
                {weekdayLetters[weekday]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {row.map((day) => (
                <Day day={day} month={month} today={today} subject={subject} stop={stop} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
