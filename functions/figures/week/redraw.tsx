import { axisText, Calendar, Summary, WeekDayHead, WeekLane } from '../../../views/figures/week/calendar'
import { SheetParts } from '../../../views/figures/week/sheet'
import { todayOf } from '../../lib/env'
import type { Redraw } from '../../lib/feature'
import { combineParams } from '../../lib/filter'
import { readWeek } from './calendar'
import { weekView } from './schema'
import { readSheet } from './sheet/rows'

/** Renders the timesheet, or the calendar's changed days. If these are unknown or the hours changed, all days. */
export const redrawWeek: Redraw = async (c, query, dates) => {
  const view = weekView(todayOf(c)).parse(combineParams(query))
  if (view.view === 'grid') {
    const sheet = await readSheet(c, { ...view, add: undefined }, Date.now())
    return sheet && <SheetParts {...sheet} />
  }
  const [week, touched] = await Promise.all([readWeek(c, view, Date.now()), dates])
  if (!week) return null
  const isWhole = touched === null || query.get('axis') !== axisText(week)
  const days = isWhole ? [] : week.days.filter(({ date }) => touched.includes(date))
  return (
    <>
      {isWhole && (
        <hx-partial hx-target="#calendar" hx-swap="outerMorph">
          <Calendar week={week} />
        </hx-partial>
      )}
      {days.map((day) => (
        <>
          <hx-partial hx-target={`#head-${day.date}`} hx-swap="outerMorph">
            <WeekDayHead day={day} week={week} />
          </hx-partial>
          <hx-partial hx-target={`#lane-${day.date}`} hx-swap="outerMorph">
            <WeekLane day={day} week={week} />
          </hx-partial>
        </>
      ))}
      <hx-partial hx-target="#week-sum" hx-swap="innerHTML">
        <Summary week={week} />
      </hx-partial>
    </>
  )
}
