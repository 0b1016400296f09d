import type { DashboardView } from '../../functions/dashboard/view'
import { isoWeekNumber } from '../../functions/lib/days'
import { longDate } from '../../functions/lib/format'
import { ActionRow } from '../action-items/row'
import { FailedBackupNotice } from '../backups/notice'
import { EntryForm } from '../entry/entry'
import { livePath } from '../links'
import { MeetingsOfDay } from '../meetings/of-day'
import { PlanRow } from '../plan-pages/page'
import { SessionRow } from '../sessions/row'
import { OpenConflictsLine } from '../sync/line'
import { TaskItem } from '../tasks/row'
import { StopDone } from '../tasks/timer'
import { UnfinishedNotice } from '../timer/unfinished'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Live } from '../ui/live'
import { Rows } from '../ui/rows'
import { Columns, PageHead, Section, TextLink } from '../ui/section'
import { OpenGoals } from './goals'
import { Today } from './today'
import { Week } from './week'
import { Welcome } from './welcome'

const Recent = ({ recent, names, preferences, today }: DashboardView) => (
  <Section
    id="recent"
    title="Recent sessions"
    aside={recent.length > 0 && <TextLink href="/sessions">All sessions</TextLink>}
  >
    {recent.length > 0 ? (
      <Rows ordered>
        {recent.map((session) => (
          <SessionRow
            session={session}
            names={names}
            reader={preferences}
            showDay={session.days[0]?.[0] !== today}
            plain
          />
        ))}
      </Rows>
    ) : (
      <Empty
        title="No sessions yet"
        level={3}
        actions={<LinkButton href="/sessions/import">Import a time log</LinkButton>}
      >
        Your latest sessions appear here.
      </Empty>
    )}
  </Section>
)

/** Plans to go on with, each with a button that starts the timer on its next chunk; nothing without any. */
const OpenPlans = ({ plans }: DashboardView) =>
  plans.length > 0 && (
    <Section id="open-plans" title="Plans" aside={<TextLink href="/plans">All plans</TextLink>}>
      <Rows>
        {plans.map((plan) => (
          <PlanRow plan={plan} />
        ))}
      </Rows>
    </Section>
  )

/** The first tasks of today, to start and to complete. */
const Focus = ({ focus: { tasks, running, doneWhileRunning }, today }: DashboardView) => (
  <Section id="focus" title="Today’s focus" aside={<TextLink href="/tasks">All tasks</TextLink>}>
    <StopDone task={doneWhileRunning} />
    {tasks.length > 0 ? (
      <Rows id="focus-rows">
        {tasks.map((task) => (
          <TaskItem task={task} today={today} running={running} hidesDate />
        ))}
      </Rows>
    ) : (
      <Empty title="Nothing planned for today" level={3} actions={<LinkButton href="/tasks">Plan your day</LinkButton>}>
        Your first three tasks of today appear here.
      </Empty>
    )}
  </Section>
)

/** Action items that are due; nothing without any. */
const DueActions = ({ actions, today }: DashboardView) =>
  actions.length > 0 && (
    <Section
      id="due-actions"
      title="Action items due"
      aside={
        <TextLink href="/action-items">
          All<span class="unseen"> action items</span>
        </TextLink>
      }
    >
      <Rows id="due-action-rows">
        {actions.map((item) => (
          <ActionRow item={item} today={today} />
        ))}
      </Rows>
    </Section>
  )

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
