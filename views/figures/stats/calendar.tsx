import type { StatsParams } from '../../../functions/figures/stats/query'
import { type CalendarDay, monthColumns } from '../../../functions/figures/stats/view'
import type { Quartiles } from '../../../functions/ledger/quartiles'
import { hasSessions } from '../../../functions/ledger/schema'
import {
  duration,
  monthName,
  plural,
  shortDate,
  weekdayLetters,
  weekdayNames,
} from '../../../functions/lib/text/format'
import {
  addMonths,
  isDate,
  isoWeekday,
  monthEnd,
  monthOf,
  monthStart,
  type Range,
} from '../../../functions/lib/time/days'
import { Duration } from '../../ui/figure'
import { HeatDay, HeatLegend, type HeatLevel, Legend, MonthDay } from '../../ui/figure-table'
import { dayPath, sessionsPath } from '../../ui/links'
import { Section, Steps } from '../../ui/section'
import { sectionFoldProps } from './head'

type MonthProps = {
  month: string
  rows: (CalendarDay | undefined)[][]
  weekStart: number
  today: string
  /** Filter of the calendar's time. */
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

/** Link to another month, up to the current one. With JavaScript it replaces only the month. */
const stepTo = (to: string, { today, monthPath }: Pick<MonthProps, 'today' | 'monthPath'>) => {
  const path = monthPath(to)
  if (to > monthOf(today) || !isDate(monthStart(to))) return { label: monthName(to, today) }
  const swap = { 'hx-get': path, 'hx-select': '#month', 'hx-target': '#month', 'hx-swap': 'outerHTML' }
  return { label: monthName(to, today), href: `${path}#calendar`, swap }
}

const Month = ({ month, rows, weekStart, today, subject, monthPath }: MonthProps) => {
  const stop = rows.flat().findLast((day) => day && hasSessions(day))?.date
  const days = rows.flat().flatMap((day) => day ?? [])
  const seconds = days.reduce((sum, day) => sum + day.total_seconds, 0)
  const weekdays = Array.from({ length: 7 }, (_, index) => (weekStart - 1 + index) % 7)
  return (
    <div class="sm:peer-data-roving/year:hidden" id="month">
      {month !== monthOf(today) && <input type="hidden" id="month-shown" name="month" value={month} />}
      <div class="figure-line">
        <h3>{monthName(month, today)}</h3>
        <p class="num grey flex-1 text-start">
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
        <caption class="sr-only">Tracked time by day, {monthName(month, today)}</caption>
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

const dayLabel = ({ date, total_seconds, session_count, free }: CalendarDay, today: string) => {
  const sessions = session_count === 0 ? 'an earlier session' : plural(session_count, 'session')
  const off = free === 'day off' ? ', day off' : ''
  return `${shortDate(date, today)}: ${duration(total_seconds)} in ${sessions}${off}`
}

type YearProps = { rows: (CalendarDay | undefined)[][]; range: Range; today: string; stop?: string; subject: string }

const Year = ({ rows, range, today, stop, subject }: YearProps) => (
  <table class="heat peer/year max-sm:hidden" id="year" data-roving>
    <caption class="sr-only">
      Tracked time by day, last 53 weeks. Use the arrow keys to move between days with time.
    </caption>
    <thead>
      <tr>
        <td class="w-9" />
        {monthColumns(range).map(({ month, weeks }) => (
          <th scope="colgroup" colspan={weeks}>
            <span class={weeks > 1 ? undefined : 'sr-only'}>{monthName(month, month).slice(0, 3)}</span>
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((row, index) => (
        <tr>
          <th scope="row">
            <span class={index % 2 === 0 && index < 6 ? undefined : 'sr-only'}>{weekdayOf(row[0])}</span>
          </th>
          {row.map((day) =>
            day ? (
              <HeatDay
                level={day.level}
                rest={day.free !== undefined}
                words={day.free === 'day off' ? `${shortDate(day.date, today)}: day off` : undefined}
                today={day.date === today}
                href={hasSessions(day) ? dayPath(day.date, subject) : undefined}
                figure={day.total_seconds}
                label={hasSessions(day) ? dayLabel(day, today) : undefined}
                stop={day.date === stop}
              />
            ) : (
              <HeatDay outside level={0} />
            ),
          )}
        </tr>
      ))}
    </tbody>
  </table>
)

const weekdayOf = (day: CalendarDay | undefined) =>
  day ? (weekdayNames[isoWeekday(day.date) - 1] ?? '').slice(0, 3) : ''

/** Legend of the levels that occur in the calendar. */
const HeatLegends = ({ bounds, days }: { bounds: Quartiles; days: CalendarDay[] }) => {
  const levels = new Set<number>(days.map(({ level }) => level))
  const [second, third, fourth] = bounds.map(duration)
  const words: [HeatLevel, string][] = [
    [1, `under ${second}`],
    [2, `under ${third}`],
    [3, `under ${fourth}`],
    [4, bounds[2] > 0 ? `${fourth} and more` : 'some time'],
  ]
  return (
    <Legend>
      <HeatLegend level={0} rest>
        {days.some(({ free }) => free === 'day off') ? 'rest day or day off' : 'rest day'}
      </HeatLegend>
      <HeatLegend level={0}>none</HeatLegend>
      {words
        .filter(([level]) => levels.has(level))
        .map(([level, text]) => (
          <HeatLegend level={level}>{text}</HeatLegend>
        ))}
      {levels.size > 4 && <span>each a quarter of the days with time</span>}
    </Legend>
  )
}

type CalendarProps = {
  params: StatsParams
  /** A row per weekday. */
  rows: (CalendarDay | undefined)[][]
  year: Range
  bounds: Quartiles
  month: Omit<MonthProps, 'today' | 'monthPath' | 'subject'>
} & Pick<MonthProps, 'today' | 'monthPath' | 'subject'>

/** A month. On a wide screen, the last 53 weeks instead if `year` is open. */
export const Calendar = ({ rows, year, bounds, month, today, subject, monthPath, params }: CalendarProps) => {
  const days = [...rows, ...month.rows].flat().filter((day) => day !== undefined)
  const latest = days
    .filter((day) => hasSessions(day) && day.date <= year.to)
    .reduce<CalendarDay | undefined>((a, b) => (a && a.date > b.date ? a : b), undefined)
  const { isOpen, link } = sectionFoldProps({ fold: 'year', section: 'calendar', params })
  return (
    <Section
      id="calendar"
      title="Calendar"
      summary={
        <span class="max-lg:hidden" data-roving-status>
          {latest ? dayLabel(latest, today) : 'no time in the last 53 weeks'}
        </span>
      }
      aside={<span class="max-lg:hidden">{link(isOpen ? 'Show a month' : 'Show the year')}</span>}
    >
      {isOpen && <Year rows={rows} range={year} today={today} subject={subject} stop={latest?.date} />}
      <Month {...month} today={today} subject={subject} monthPath={monthPath} />
      <HeatLegends bounds={bounds} days={days} />
    </Section>
  )
}
