import type { DashboardView } from '../../../functions/figures/dashboard/view'
import { addDays, isoWeekNumber } from '../../../functions/lib/days'
import { FailedBackupNotice } from '../../data/backups/page'
import { OpenConflictsLine } from '../../programs/sync/line'
import { QuickAdd } from '../../tasks/tasks/quick-add'
import { EntryForm } from '../../time/entry/entry'
import { UnfinishedNotice } from '../../time/timer/unfinished'
import { livePath, timelinePath } from '../../ui/links'
import { Live } from '../../ui/live'
import { DayTitle } from '../../ui/moment'
import { PageHead, Steps } from '../../ui/section'
import { FirstHour } from './first-hour'
import { DayList } from './list'
import { Load } from './load'
import { Side, Sum } from './side'

/** Logs, starts, and adds a task; what is not used is not offered. Morphing skips it to keep what is being typed. */
const AddLine = ({ used, preferences, today }: DashboardView) => {
  if (!used.time && !used.tasks) return null
  return (
    <div class="add" hx-morph-skip>
      {used.time ? <EntryForm reader={preferences} today={today} addsTasks={used.tasks} /> : <QuickAdd />}
    </div>
  )
}

const Days = ({ today }: Pick<DashboardView, 'today'>) => (
  <Steps
    label="Days"
    earlier={{ id: 'day-before', href: timelinePath(addDays(today, -1)), label: 'Yesterday' }}
    later={{ id: 'day-after', href: timelinePath(addDays(today, 1)), label: 'Tomorrow' }}
  />
)

/** Polls for changes since `version`. */
export const DashboardPage = ({ version, ...view }: DashboardView & { version: string }) => {
  const { today, used, hasHistory, firstHour } = view
  const hasFigures = used.time && hasHistory
  return (
    <Live id="dashboard" path={livePath(version, { view: 'dashboard' })}>
      <PageHead
        title={<DayTitle date={today} today={today} />}
        summary={`week ${isoWeekNumber(today)}`}
        actions={<Days today={today} />}
      />
      <UnfinishedNotice count={view.unfinished} />
      <FailedBackupNotice failures={view.backupFailures} />
      {view.hasConflicts && <OpenConflictsLine />}
      <div class="cockpit">
        {hasFigures && <Sum view={view} />}
        <section class="day-plan timed" id="day-list" aria-label="The day in order">
          {(hasFigures || view.load.planned > 0) && <Load {...view} />}
          <AddLine {...view} />
          <DayList view={view} />
          {firstHour && <FirstHour {...firstHour} user={view} />}
        </section>
        <Side view={view} />
      </div>
    </Live>
  )
}
