import type { DashboardView } from '../../functions/dashboard/view'
import { isoWeekNumber } from '../../functions/lib/days'
import { longDate } from '../../functions/lib/format'
import { EntryForm } from '../sessions/entry'
import { Columns, PageHead } from '../ui/section'
import { OpenGoals } from './goals'
import { Recent } from './recent'
import { Today } from './today'
import { Week } from './week'
import { Welcome } from './welcome'

/** The day, the week, and what is open. What sessions can change asks for itself again when they do. */
export const DashboardPage = (view: DashboardView) => {
  const { today, preferences, steps } = view
  const isNew = !steps.goal || !steps.session
  return (
    <>
      <PageHead title={longDate(today, today)} summary={`week ${isoWeekNumber(today)}`} />
      <EntryForm reader={preferences} today={today} />
      <div
        id="dashboard"
        hx-get="/"
        hx-trigger="sessions-changed from:body"
        hx-select="#dashboard"
        hx-swap="outerMorph"
      >
        {isNew && <Welcome steps={steps} />}
        <Columns kind="lead">
          <Today {...view} />
          <Week {...view} />
        </Columns>
        <Columns kind="lead">
          <Recent {...view} />
          <OpenGoals {...view} />
        </Columns>
      </div>
    </>
  )
}
