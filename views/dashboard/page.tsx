import type { DashboardView } from '../../functions/dashboard/view'
import { isoWeekNumber } from '../../functions/lib/days'
import { longDate } from '../../functions/lib/format'
import { FailedBackupNotice } from '../backups/notice'
import { EntryForm } from '../entry/entry'
import { livePath } from '../links'
import { MeetingsOfDay } from '../meetings/of-day'
import { OpenConflictsLine } from '../sync/line'
import { UnfinishedNotice } from '../timer/unfinished'
import { Live } from '../ui/live'
import { Columns, PageHead } from '../ui/section'
import { DueActions } from './actions'
import { Focus } from './focus'
import { OpenGoals } from './goals'
import { OpenPlans } from './plans'
import { Recent } from './recent'
import { Today } from './today'
import { Week } from './week'
import { Welcome } from './welcome'

/** Polls for changes since `version`. Morphing skips the entry form to keep what is being typed. */
export const DashboardPage = ({ version, ...view }: DashboardView & { version: string }) => {
  const { today, preferences, steps } = view
  const isNew = !steps.goal || !steps.session
  return (
    <Live id="dashboard" path={livePath(version, { view: 'dashboard' })}>
      <PageHead title={longDate(today, today)} summary={`week ${isoWeekNumber(today)}`} />
      <UnfinishedNotice count={view.unfinished} />
      <FailedBackupNotice failures={view.backupFailures} />
      {view.hasConflicts && <OpenConflictsLine />}
      <div hx-morph-skip>
        <EntryForm reader={preferences} today={today} />
      </div>
      {isNew && <Welcome steps={steps} />}
      <Columns kind="lead">
        <Today {...view} />
        <Week {...view} />
      </Columns>
      <Focus {...view} />
      <MeetingsOfDay meetings={view.meetings} reader={preferences} hasLink />
      <DueActions {...view} />
      <Columns kind="lead">
        <Recent {...view} />
        <OpenGoals {...view} />
      </Columns>
      <OpenPlans {...view} />
    </Live>
  )
}
