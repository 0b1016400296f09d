import type { Child } from 'hono/jsx'
import type { DayView } from '../../../functions/figures/dashboard/day'
import type { FirstHour as FirstSteps } from '../../../functions/figures/dashboard/first-hour'
import type { TodayPlace } from '../../../functions/lib/feature'
import { addDays, isoWeekNumber } from '../../../functions/lib/time/days'
import { QuickAdd } from '../../tasks/tasks/quick-add'
import { EntryForm } from '../../time/entry/entry'
import { livePath, timelinePath } from '../../ui/links'
import { Live } from '../../ui/live'
import { DayTitle } from '../../ui/moment'
import { PageHead, Steps } from '../../ui/section'
import { FirstHour } from './first-hour'
import { DayList } from './list'
import { Load } from './load'
import { Side, Streak, Sum } from './side'

/** Logs, starts, and adds a task; what is not used is not offered. Morphing skips it to keep what is being typed. */
const AddLine = ({ used, preferences, today }: DayView) => {
  if (!used.time && !used.tasks) return null
  return (
    <div class="add" hx-morph-skip>
      {used.time ? <EntryForm reader={preferences} today={today} addsTasks={used.tasks} /> : <QuickAdd />}
    </div>
  )
}

const Days = ({ today }: Pick<DayView, 'today'>) => (
  <Steps
    label="Days"
    earlier={{ id: 'day-before', href: timelinePath(addDays(today, -1)), label: 'Yesterday' }}
    later={{ id: 'day-after', href: timelinePath(addDays(today, 1)), label: 'Tomorrow' }}
  />
)

type Props = {
  version: string
  day: DayView
  /** Lengths in days. */
  streak: Record<'current' | 'longest', number>
  firstHour: FirstSteps | null
  /** Blocks that features offer, by their places. */
  blocksAt: (place: TodayPlace) => Child[]
}

/** Polls for changes since `version`. */
export const DashboardPage = ({ version, day, streak, firstHour, blocksAt }: Props) => {
  const { today, used } = day
  const hasFigures = used.time && day.hasHistory
  return (
    <Live id="dashboard" path={livePath(version, { view: 'dashboard' })}>
      <PageHead
        title={<DayTitle date={today} today={today} />}
        summary={`week ${isoWeekNumber(today)}`}
        actions={<Days today={today} />}
      />
      {blocksAt('notice')}
      <div class="cockpit">
        {hasFigures && <Sum view={day} />}
        <section class="day-plan timed" id="day-list" aria-label="The day in order">
          {(hasFigures || day.load.planned > 0) && <Load {...day} />}
          <AddLine {...day} />
          <DayList view={day} hasFirstSteps={firstHour !== null} />
          {firstHour && <FirstHour {...firstHour} user={day} />}
        </section>
        <Side view={day} facts={[used.time && <Streak {...streak} />, ...blocksAt('facts')]}>
          {blocksAt('section')}
        </Side>
      </div>
    </Live>
  )
}
