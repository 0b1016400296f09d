import type { Child } from 'hono/jsx'
import type { PlanData } from '../../../functions/figures/day-plan/page-data'
import { type PlanStep, planPath, planSteps, stepNames } from '../../../functions/figures/day-plan/schema'
import type { Draft } from '../../../functions/lib/http/form'
import { duration, durationLeft, plural, timeOfMinute, wallClock } from '../../../functions/lib/text/format'
import { addDays } from '../../../functions/lib/time/days'
import { scheduledTasks } from '../../../functions/tasks/tasks/focus/at-times'
import type { ListedTask } from '../../../functions/tasks/tasks/schema'
import { timeText } from '../../../functions/tasks/tasks/words'
import { PlanTasks, placeInDay, taskList, taskPath } from '../../tasks/tasks/actions'
import { EstimateForm } from '../../tasks/tasks/estimate'
import { QuickAdd } from '../../tasks/tasks/quick-add'
import { TaskItem } from '../../tasks/tasks/row'
import { Button, LinkButton, PostButton } from '../../ui/button'
import { Field } from '../../ui/field'
import { draftFields } from '../../ui/form'
import { ProjectName } from '../../ui/icon'
import { EditableText } from '../../ui/in-place'
import { Row } from '../../ui/item'
import { livePath } from '../../ui/links'
import { PolledRegion } from '../../ui/live'
import { Module, ReorderForm, reorderId } from '../../ui/reorder'
import {
  PageHead,
  RowName,
  Rows,
  RowTitle,
  SideHead,
  stepBackAttributes,
  stepForwardAttributes,
  Tabs,
} from '../../ui/section'
import { DayColumns, LoadBar, listPlace, PartHead } from '../dashboard/frame'
import { TodayMeetingRow } from '../dashboard/list'
import { DayClock } from '../dashboard/side'
import { AskRow, DayPlanRow, DropTaskButton, dayName, MoveTaskButton, OtherDays } from './rows'

export type HoursDraft = Draft<{ work_start: string; work_end: string }>

type Props = PlanData & { version: string; draft?: HoursDraft }

const labelOf = ({ day, date }: PlanData) => dayName({ today: day.actual, date })

/** Moves several tasks at once. */
const MoveAll = ({ tasks, date, label }: { tasks: ListedTask[]; date: string; label: string }) => (
  <PlanTasks tasks={tasks}>
    <Button small name="date" value={date}>
      {label}
    </Button>
  </PlanTasks>
)

const Left = (props: PlanData) => {
  const { day, date, left } = props
  const label = labelOf(props)
  if (left.length === 0) return <p class="hint mt-4">Nothing is left over from earlier days.</p>
  return (
    <>
      <Rows id="plan-left">
        {left.map((task) => (
          <DayPlanRow task={task} today={day.actual}>
            <MoveTaskButton task={task} to={date} label={label} keys="d" />
            <OtherDays task={task} today={day.actual} date={date} />
            <DropTaskButton task={task} />
          </DayPlanRow>
        ))}
      </Rows>
      {left.length > 1 && <MoveAll tasks={left} date={date} label={`All ${left.length} to ${label.toLowerCase()}`} />}
    </>
  )
}

const Asked = (props: PlanData) => {
  const { day, date, asks, backlog } = props
  return (
    <>
      <QuickAdd date={date} />
      {asks.length + day.tasks.due.length === 0 ? (
        <p class="hint mt-4">No goal, meeting, review or deadline asks for more. Add what you want to do above.</p>
      ) : (
        <Rows id="plan-asked">
          {day.tasks.due.map((task) => (
            <DayPlanRow task={task} today={day.actual}>
              <MoveTaskButton task={task} to={date} label="Plan" keys="d" />
              <OtherDays task={task} today={day.actual} date={date} />
            </DayPlanRow>
          ))}
          {asks.map((ask) => (
            <AskRow ask={ask} date={date} />
          ))}
        </Rows>
      )}
      {backlog.length > 0 && (
        <>
          <PartHead>No date</PartHead>
          <Rows id="plan-backlog">
            {backlog.map((task) => (
              <DayPlanRow task={task} today={day.actual} hidesDate>
                <MoveTaskButton task={task} to={date} label="Plan" keys="d" />
              </DayPlanRow>
            ))}
          </Rows>
        </>
      )}
    </>
  )
}

const nothing = <p class="hint mt-4">Nothing is planned yet. Go back to Wishes to add a task.</p>

const Lengths = ({ day }: PlanData) =>
  day.tasks.todays.length === 0 ? (
    nothing
  ) : (
    <Rows id="plan-lengths">
      {day.tasks.todays.map((task) => (
        // No other element in it can be focused, so that Tab moves from field to field.
        <Row
          id={`task-${task.id}`}
          title={<RowName>{task.title}</RowName>}
          facts={[task.project_name && <ProjectName name={task.project_name} color={task.project_color} />]}
          figures={<EstimateForm task={task} />}
        />
      ))}
    </Rows>
  )

/** Hours of the day to plan. They apply to every day. */
const Hours = ({ day, date, step, draft }: Props) => {
  const { work_start_minute, work_end_minute, clock } = day.preferences
  const time = (minute: number) => wallClock(timeOfMinute(minute), clock)
  const typed = { work_start: time(work_start_minute), work_end: time(work_end_minute) }
  const field = draftFields(typed, draft, 'hours')
  return (
    <form
      class="flex flex-wrap items-end gap-3"
      method="post"
      action={`/plan/hours?date=${date}&step=${step}`}
      novalidate
    >
      <Field {...field('work_start')} class="w-24" label="Work starts" maxlength={20} />
      <Field {...field('work_end')} class="w-24" label="Work ends" maxlength={20} />
      <Button>Set</Button>
    </form>
  )
}

const Fit = (props: Props) => {
  const { day, fit, date } = props
  const after = addDays(date, 1)
  const { todays } = day.tasks
  return (
    <>
      <p>
        Your tasks take <b>{durationLeft(fit.needed)}</b>.{' '}
        {fit.free < 60 ? (
          'You have no time left before work ends'
        ) : (
          <>
            You have <b>{duration(fit.free)}</b> before work ends
          </>
        )}
        {fit.taken >= 60 && `, not counting ${duration(fit.taken)} of meetings`}.{' '}
        {fit.over >= 60 ? <strong>{durationLeft(fit.over)} too much.</strong> : 'It fits.'}
      </p>
      <Hours {...props} />
      <Rows id="plan-fit">
        {todays.map((task) => (
          <DayPlanRow task={task} today={day.actual} hidesDate note={fit.late.includes(task) && 'can wait'}>
            <MoveTaskButton task={task} to={after} label={dayName({ today: day.actual, date: after })} keys="d" />
            <OtherDays task={task} today={day.actual} date={date} />
          </DayPlanRow>
        ))}
      </Rows>
      {fit.late.length > 0 && (
        <MoveAll tasks={fit.late} date={after} label={`Move ${plural(fit.late.length, 'task')} that can wait`} />
      )}
    </>
  )
}

const Order = ({ day, date }: PlanData) => {
  const { todays } = day.tasks
  const timed = scheduledTasks(todays, day.preferences)
  const untimed = todays.filter(({ at }) => at === null)
  const atTimes = [
    ...timed.map((task) => ({
      at: task.times.start,
      row: <TaskItem task={task} today={day.actual} hidesDate byClock />,
    })),
    ...day.meetings.ahead.map((meeting) => ({
      at: meeting.times?.start ?? Number.POSITIVE_INFINITY,
      row: <TodayMeetingRow view={day} meeting={meeting} />,
    })),
  ].sort((a, b) => a.at - b.at)
  if (todays.length === 0) return nothing
  return (
    <>
      <div class="actions mt-4">
        {untimed.length > 0 && (
          <PostButton
            action={`/plan/place?date=${date}`}
            label="Schedule them for me"
            icon="clock"
            aria-keyshortcuts="a"
          />
        )}
        {timed.length > 0 && (
          <PostButton action={`/plan/unplace?date=${date}`} label="Clear all times" variant="quiet" />
        )}
      </div>
      {untimed.length > 0 && (
        <>
          {/* Their menus show on a phone, too, where those of other rows are behind a long press. */}
          <Rows
            id="plan-order"
            class="mt-4 [&_.row-actions>.menu]:flow-root"
            ordered
            data-reorder={reorderId(taskList)}
          >
            {untimed.map((task, index) => (
              <TaskItem
                task={task}
                today={day.actual}
                place={placeInDay(index, untimed.length)}
                hidesDate
                note={<EditableText field="at">Set a time</EditableText>}
              />
            ))}
          </Rows>
          <ReorderForm list={taskList} url={`/tasks/order?date=${date}`} />
        </>
      )}
      {atTimes.length > 0 && (
        <>
          <PartHead>Scheduled</PartHead>
          <Rows id="plan-times">{atTimes.map(({ row }) => row)}</Rows>
        </>
      )}
    </>
  )
}

const parts: Record<PlanStep, (props: Props) => Child> = {
  left: Left,
  asked: Asked,
  length: Lengths,
  fit: Fit,
  order: Order,
}

const countOf = ({ day, left, asks, fit }: PlanData): Partial<Record<PlanStep, string>> => ({
  left: String(left.length || ''),
  asked: String(asks.length + day.tasks.due.length || ''),
  fit: fit.over >= 60 ? durationLeft(fit.over) : '',
})

/** Links to the steps. Each step can be opened at any time. */
const StepLinks = (props: PlanData) => {
  const counts = countOf(props)
  const tabs = stepNames.map((step) => ({
    href: planPath(props.date, step),
    name: (
      <>
        {planSteps[step].name}
        {counts[step] && <span class="ml-2 text-grey max-lg:hidden">{counts[step]}</span>}
      </>
    ),
  }))
  // All five steps fit on a phone.
  const look = 'max-sm:*:px-1.5 max-sm:*:text-small'
  return <Tabs label="Steps of the plan" tabs={tabs} current={planPath(props.date, props.step)} class={look} />
}

/** Bar of the time until work ends: the share that tasks take, and the excess. */
const FitBar = ({ fit }: PlanData) => {
  const within = fit.needed - fit.over
  return (
    <LoadBar
      max={Math.max(fit.needed, fit.free * 1.2)}
      target={fit.free}
      label={`${duration(fit.needed)} planned, ${duration(fit.free)} left of the day`}
      parts={[
        { value: within, tone: 'soft' },
        { value: fit.over, tone: 'over' },
      ]}
    >
      {fit.over >= 60 ? (
        <b>{durationLeft(fit.over)} over</b>
      ) : (
        <span class="grey">{durationLeft(fit.free - fit.needed)} free</span>
      )}
    </LoadBar>
  )
}

/** Tasks of the day without a time, next to the step's question. */
const AnyTime = ({ day }: PlanData) => {
  const tasks = day.tasks.todays.filter(({ at }) => at === null)
  return (
    tasks.length > 0 && (
      <section class="max-lg:hidden" aria-labelledby="any-time-head">
        <SideHead id="any-time-head">Any time</SideHead>
        <ul class="needs">
          {tasks.map((task) => (
            <li>
              <RowTitle href={taskPath(task.id)} name={task.title} />
              <span class="grey">{timeText(task)}</span>
            </li>
          ))}
        </ul>
      </section>
    )
  )
}

/** Links to the previous and next step; the last one ends the plan. */
const Ways = ({ step, date }: PlanData) => {
  const index = stepNames.indexOf(step)
  const [before, next] = [stepNames[index - 1], stepNames[index + 1]]
  return (
    <div class="actions max-md:bottom-(--low) mt-4 max-md:sticky max-md:z-1 max-md:bg-paper max-md:py-2">
      {before && (
        <LinkButton {...stepBackAttributes} rel="prev" icon="left" href={planPath(date, before)}>
          Back
        </LinkButton>
      )}
      {next ? (
        <LinkButton {...stepForwardAttributes} rel="next" variant="primary" href={planPath(date, next)}>
          Next: {planSteps[next].name.toLowerCase()}
        </LinkButton>
      ) : (
        <form method="post" action={`/plan/done?date=${date}`}>
          <Button {...stepForwardAttributes} variant="primary">
            The day is planned
          </Button>
        </form>
      )}
    </div>
  )
}

/** The plan of a day, one step at a time, next to the day drawn to scale. */
export const PlanPage = (props: Props) => {
  const { version, date, step, day } = props
  return (
    <PolledRegion id="day-plan" path={livePath(version, { view: 'plan', date, step })}>
      <PageHead title={`Plan ${labelOf(props).toLowerCase()}`} back={{ href: '/', name: 'Today' }} />
      <StepLinks {...props} />
      <DayColumns
        side={
          <>
            <DayClock view={day} look="hour-18" />
            <Module name="select" />
            {step !== 'order' && <AnyTime {...props} />}
          </>
        }
      >
        <section
          class={`*:[form+:is(ul,ol)]:mt-4 *:[form]:mt-4 ${listPlace}`}
          id="plan-part"
          aria-labelledby="plan-question"
        >
          <FitBar {...props} />
          <h2 class="mt-4 mb-2" id="plan-question">
            {planSteps[step].asks}
          </h2>
          {parts[step](props)}
          {step === 'length' && <Module name="estimates" />}
          <Ways {...props} />
        </section>
      </DayColumns>
    </PolledRegion>
  )
}
