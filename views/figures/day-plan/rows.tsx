import type { PropsWithChildren } from 'hono/jsx'
import type { SuggestedTask } from '../../../functions/figures/day-plan/page-data'
import { duration, weekdayNameOf } from '../../../functions/lib/text/format'
import { firstCharacters } from '../../../functions/lib/text/text'
import { addDays, isoWeekday } from '../../../functions/lib/time/days'
import { taskTitleLimit } from '../../../functions/line/task'
import type { ListedTask } from '../../../functions/tasks/tasks/schema'
import { timeText } from '../../../functions/tasks/tasks/words'
import { Tick, taskPath } from '../../tasks/tasks/actions'
import { factsOf } from '../../tasks/tasks/row'
import { Button, Menu } from '../../ui/button'
import { WallTime } from '../../ui/clock'
import { htmxForm } from '../../ui/form'
import { Icon, type IconName } from '../../ui/icon'
import { Row } from '../../ui/item'
import { RowTitle } from '../../ui/section'

type Dates = { today: string; date: string }

/** Name of a day: `Today`, `Tomorrow`, else its weekday. */
export const dayName = ({ today, date }: Dates) =>
  date === today ? 'Today' : date === addDays(today, 1) ? 'Tomorrow' : weekdayNameOf(date)

/** Actions at the end of a row, on a phone below it. */
const Acts = ({ children }: PropsWithChildren) => (
  <div
    class="ml-3 flex items-center justify-end gap-1 max-md:-col-end-1 max-md:col-start-2 max-md:ml-0 max-md:justify-start max-md:pb-2"
    data-acts
  >
    {children}
  </div>
)

type TaskRowProps = PropsWithChildren<{
  task: ListedTask
  today: string
  hidesDate?: boolean
  note?: string | false
}>

/** A task in the plan. Its children are the actions of the current step. */
export const DayPlanRow = ({ task, today, hidesDate, note, children }: TaskRowProps) => (
  <Row
    id={`task-${task.id}`}
    data-goes
    class="goes has-[>[data-acts]>[open]]:z-5"
    clock={task.at && <WallTime time={task.at} />}
    mark={<Tick task={task} />}
    title={<RowTitle href={taskPath(task.id)} name={task.title} class="goes-title" />}
    facts={factsOf({ task, today, hidesDate, note, byClock: true })}
    figures={timeText(task)}
    actions={children && <Acts>{children}</Acts>}
  />
)

type MoveProps = { task: ListedTask; to: string; label: string; keys?: string }

/** Button that moves a task to another day. */
export const MoveTaskButton = ({ task, to, label, keys }: MoveProps) => (
  <form {...htmxForm(taskPath(task.id, 'schedule'))} hx-swap="none">
    <Button small name="to" value={to} aria-label={`${label}: ${task.title}`} aria-keyshortcuts={keys}>
      {label}
    </Button>
  </form>
)

/** Button that drops a task, which then counts as never to be done. */
export const DropTaskButton = ({ task }: { task: ListedTask }) => (
  <form {...htmxForm(taskPath(task.id, 'drop'))} hx-swap="none">
    <Button small variant="quiet" aria-label={`Drop: ${task.title}`} aria-keyshortcuts="r">
      Drop
    </Button>
  </form>
)

/** Days of the next week that a task can be moved to, and someday. */
export const OtherDays = ({ task, today, date }: Dates & { task: ListedTask }) => {
  const days = [1, 2, 3, 4, 5, 6, 7].map((days) => addDays(date, days))
  const monday = days.find((day) => isoWeekday(day) === 1)
  return (
    <Menu label={`Another day: ${task.title}`} icon="right">
      <form {...htmxForm(taskPath(task.id, 'schedule'))} hx-swap="none">
        {days.map((day) => (
          <button type="submit" name="to" value={day}>
            <Icon name="today" />
            {day === monday ? 'Monday, next week' : dayName({ today, date: day })}
          </button>
        ))}
        <button type="submit" name="to" value="someday">
          <Icon name="clock" />
          Someday
        </button>
      </form>
    </Menu>
  )
}

const icons: Record<SuggestedTask['kind'], IconName> = {
  goals: 'goals',
  plans: 'plans',
  cards: 'cards',
  meetings: 'meetings',
}

/** A goal, plan, meeting or card review that needs time today, with a button that adds a task for it. */
export const AskRow = ({ ask, date }: { ask: SuggestedTask; date: string }) => (
  <Row
    id={`ask-${ask.id}`}
    mark={<Icon name={icons[ask.kind]} />}
    title={<RowTitle href={ask.href} name={ask.title} />}
    facts={[<bdi>{ask.why}</bdi>]}
    figures={ask.minutes > 0 && duration(ask.minutes * 60)}
    actions={
      <Acts>
        <form {...htmxForm('/tasks')} hx-swap="none">
          {Object.entries({
            ...ask.task,
            title: firstCharacters(ask.task.title, taskTitleLimit),
            date,
            estimated_minutes: ask.minutes > 0 ? `${ask.minutes}m` : '',
          }).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <Button small icon="plus" aria-label={`Plan: ${ask.title}`} aria-keyshortcuts="d">
            Plan
          </Button>
        </form>
      </Acts>
    }
  />
)
