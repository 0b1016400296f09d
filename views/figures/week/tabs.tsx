import { type WeekView, weekPath } from '../../../functions/figures/week/schema'
import { duration } from '../../../functions/lib/text/format'
import type { Range } from '../../../functions/lib/time/days'
import { sessionsPath } from '../../ui/links'
import { TimeTabs } from '../../ui/time-tabs'

/** Tabs that switch between the calendar and the timesheet of a week. */
export const WeekTabs = ({ date, view, subject }: Pick<WeekView, 'date' | 'view' | 'subject'>) => {
  const paths = (['calendar', 'grid'] as const).map((one) => weekPath(date, one, { subject }))
  const [calendar = '', sheet = ''] = paths
  return <TimeTabs current={view === 'grid' ? sheet : calendar} week={[calendar, sheet]} />
}

/** The sum of a week against its target: `20h 37m of 25h`. */
export const WeekSum = ({ range, seconds, target }: { range: Range; seconds: number; target: number }) => (
  <>
    <a href={sessionsPath(range)} data-figure={seconds}>
      <b>{duration(seconds)}</b>
    </a>
    {target > 0 && ` of ${duration(target)}`}
  </>
)
