import type { DashboardView } from '../../../functions/figures/dashboard/view'
import { dueOf } from '../../../functions/goals/goals/labels'
import { periodEndText } from '../../../functions/goals/goals/progress/text'
import { isRecurring } from '../../../functions/goals/goals/schema'
import { isoWeekNumber } from '../../../functions/lib/days'
import { longDate } from '../../../functions/lib/format'
import { isUsed } from '../../../functions/lib/uses'
import { FailedBackupNotice } from '../../data/backups/page'
import { DueBadge, LatenessBadge } from '../../goals/goals/figures'
import { Measured } from '../../goals/goals/progress'
import { PlanRow } from '../../learning/plan-pages/page'
import { MeetingsOfDay } from '../../people/meetings/of-others'
import { OpenConflictsLine } from '../../programs/sync/line'
import { StopDone, TaskItem } from '../../tasks/tasks/row'
import { EntryForm } from '../../time/entry/entry'
import { SessionRow } from '../../time/sessions/row'
import { UnfinishedNotice } from '../../time/timer/unfinished'
import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Progress } from '../../ui/figure'
import { classes } from '../../ui/icon'
import { livePath } from '../../ui/links'
import { Live } from '../../ui/live'
import { Columns, PageHead, RowList, RowTitle, Section, TextLink } from '../../ui/section'
import { FirstHour } from './first-hour'
import { Today } from './today'
import { Week } from './week'

type GoalProps = { goal: DashboardView['goals'][number] } & Pick<DashboardView, 'today'>

const Goal = ({ goal, today }: GoalProps) => {
  const { text, tone } = dueOf(goal, { today })
  const { basis, percent, lateness } = goal.progress
  const till =
    basis.from === 'period' && isRecurring(goal) && periodEndText({ ...basis.period, kind: goal.kind }, today)
  return (
    <li>
      <RowTitle href={`/goals/${goal.id}`} name={goal.title} />
      <span class="num small">
        <Measured goal={goal} />
      </span>
      <Progress value={percent} label={`Progress of ${goal.title}`} />
      <span class={classes('flex flex-wrap justify-end', !tone && 'small')}>
        <DueBadge text={text || till || 'no date'} tone={tone} /> <LatenessBadge lateness={lateness} />
      </span>
    </li>
  )
}

const OpenGoals = ({ goals, goalCounts, today }: DashboardView) => {
  const { open, overdue } = goalCounts
  return (
    <Section
      id="open-goals"
      title="Open goals"
      summary={
        open > 0 && (
          <a href="/goals" data-figure={open}>
            {`${open} open${overdue > 0 ? `, ${overdue} overdue` : ''}`}
          </a>
        )
      }
      aside={<TextLink href="/goals">All goals</TextLink>}
    >
      {goals.length > 0 ? (
        <RowList small rows={goals} item={(goal) => <Goal goal={goal} today={today} />} />
      ) : (
        <Empty title="No open goals" level={3} actions={<LinkButton href="/goals/new">Add a goal</LinkButton>}>
          Your open goals appear here, nearest target first.
        </Empty>
      )}
    </Section>
  )
}

const Recent = ({ recent, names, preferences, today }: DashboardView) => (
  <Section
    id="recent"
    title="Recent sessions"
    aside={recent.length > 0 && <TextLink href="/sessions">All sessions</TextLink>}
  >
    {recent.length > 0 ? (
      <RowList
        ordered
        rows={recent}
        item={(session) => (
          <SessionRow
            session={session}
            names={names}
            reader={preferences}
            showDay={session.days[0]?.[0] !== today}
            plain
          />
        )}
      />
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
      <RowList rows={plans} item={(plan) => <PlanRow plan={plan} />} />
    </Section>
  )

/** The first tasks of today, to start and to complete. */
const Focus = ({ focus: { tasks, running, doneWhileRunning }, today }: DashboardView) => (
  <Section id="focus" title="Today’s focus" aside={<TextLink href="/tasks">All tasks</TextLink>}>
    <StopDone task={doneWhileRunning} />
    {tasks.length > 0 ? (
      <RowList
        id="focus-rows"
        rows={tasks}
        item={(task) => <TaskItem task={task} today={today} running={running} hidesDate />}
      />
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
        <TextLink href="/tasks/with-people">
          All<span class="unseen"> action items</span>
        </TextLink>
      }
    >
      <RowList id="due-action-rows" rows={actions} item={(item) => <TaskItem task={item} today={today} hidesDate />} />
    </Section>
  )

/** Polls for changes since `version`. Morphing skips the entry form to keep what is being typed. */
export const DashboardPage = ({ version, ...view }: DashboardView & { version: string }) => {
  const { today, preferences, hasHistory, firstHour } = view
  const user = { preferences }
  const [time, tasks, learning, journal] = (['time', 'tasks', 'learning', 'journal'] as const).map((use) =>
    isUsed(user, use),
  )
  return (
    <Live id="dashboard" path={livePath(version, { view: 'dashboard' })}>
      <PageHead title={longDate(today, today)} summary={`week ${isoWeekNumber(today)}`} />
      <UnfinishedNotice count={view.unfinished} />
      <FailedBackupNotice failures={view.backupFailures} />
      {view.hasConflicts && <OpenConflictsLine />}
      {time && (
        <div hx-morph-skip>
          <EntryForm reader={preferences} today={today} />
        </div>
      )}
      {firstHour && <FirstHour {...firstHour} user={user} />}
      {time && hasHistory && (
        <Columns kind="lead">
          <Today {...view} />
          <Week {...view} />
        </Columns>
      )}
      {tasks && <Focus {...view} />}
      {journal && <MeetingsOfDay meetings={view.meetings} reader={preferences} hasLink />}
      {tasks && <DueActions {...view} />}
      <Columns kind="lead">
        {time && hasHistory && <Recent {...view} />}
        {(hasHistory || view.goals.length > 0) && <OpenGoals {...view} />}
      </Columns>
      {learning && <OpenPlans {...view} />}
    </Live>
  )
}
