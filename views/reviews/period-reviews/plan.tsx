import type { Child, PropsWithChildren } from 'hono/jsx'
import { pathTo } from '../../../functions/lib/http/path-to'
import { plural, rangeText, shortDate, weekdayDay } from '../../../functions/lib/text/format'
import { datesBetween } from '../../../functions/lib/time/days'
import type { ReviewPlan } from '../../../functions/reviews/period-reviews/plan'
import type { ReviewPeriod } from '../../../functions/reviews/period-reviews/schema'
import { QuickAdd } from '../../tasks/tasks/quick-add'
import { Button, Menu } from '../../ui/button'
import { Fact } from '../../ui/item'
import { RowActions, RowMeta, RowTitle, Section, TextLink } from '../../ui/section'
import { OptionalLink } from '../../ui/uses'
import { AnswerRow, FoldedRows, GreyText } from './parts'
import { periodPath } from './words'

type Props = {
  plan: ReviewPlan
  period: ReviewPeriod
  /** First day of the reviewed period. */
  date: string
  today: string
}

const PlanHead = ({ children }: PropsWithChildren) => <h3 class="mt-4">{children}</h3>

type RowProps = { href: string; title: string; facts: Child[]; children?: Child }

const PlanRow = ({ href, title, facts, children }: RowProps) => (
  <li class="gap-x-4 gap-y-1">
    <div>
      <RowTitle href={href} name={title} />
      <RowMeta parts={facts} />
    </div>
    {children}
  </li>
)

/** Menu that plans a row for one of the remaining days. */
const Days = ({ name, title, plan: { days, planned } }: { name: string; title: string; plan: ReviewPlan }) => (
  <RowActions>
    <Menu label={`Plan ${title}`} icon="reviews">
      {datesBetween(days.from, days.to).map((day) => {
        const count = planned.filter(({ date }) => date === day).length
        return (
          <button type="submit" name={name} value={day} aria-label={`${weekdayDay(day)}: ${title}`}>
            {weekdayDay(day)}
            {count > 0 && <span class="grey">{count} planned</span>}
          </button>
        )
      })}
    </Menu>
  </RowActions>
)

const dateFact = (date: string | null, today: string, none: string) =>
  date === null ? none : <time datetime={date}>{shortDate(date, today)}</time>

const names = {
  week: { now: 'This week', later: 'Next week', planned: 'task', all: 'All tasks', path: '/tasks' },
  month: { now: 'This month', later: 'Next month', planned: 'goal', all: 'All goals', path: '/goals' },
}

type PartProps = Pick<Props, 'plan' | 'today'> & { isWeek: boolean }

/** Tasks already planned for a day, or goals with a date. */
const Planned = ({ plan: { planned }, isWeek, today }: PartProps) => (
  <>
    <PlanHead>{isWeek ? 'Planned' : 'Due'}</PlanHead>
    <FoldedRows
      items={planned}
      row={({ id, title, date: day }) => (
        <AnswerRow
          end={
            day && (
              <GreyText>
                <time datetime={day}>{isWeek ? weekdayDay(day) : shortDate(day, today)}</time>
              </GreyText>
            )
          }
        >
          <OptionalLink href={pathTo`/${isWeek ? 'tasks' : 'goals'}/${id}`}>
            <bdi>{title}</bdi>
          </OptionalLink>
        </AnswerRow>
      )}
    />
  </>
)

/** Open tasks, each with the days for planning it. */
const TasksToPlan = ({ plan, today }: Pick<Props, 'plan' | 'today'>) => (
  <FoldedRows
    sight={3}
    items={plan.tasks}
    name="task"
    row={({ id, title, date: planned, due_date }) => (
      <PlanRow
        href={pathTo`/tasks/${id}`}
        title={title}
        facts={[
          dateFact(planned, today, 'someday'),
          due_date && (
            <>
              due <time datetime={due_date}>{shortDate(due_date, today)}</time>
            </>
          ),
        ]}
      >
        <Days name={`task-${id}`} title={title} plan={plan} />
      </PlanRow>
    )}
  />
)

/**
 * Open goals: for a week, a task can be added on one of its days; for a month, the goal's date can be set to its end.
 */
const GoalsToPlan = ({ plan, isWeek, today }: PartProps) => (
  <FoldedRows
    sight={3}
    items={plan.goals}
    name="goal"
    row={({ id, title, date: due }) => (
      <PlanRow
        href={pathTo`/goals/${id}`}
        title={title}
        facts={[<Fact icon="goals">{dateFact(due, today, 'no date')}</Fact>]}
      >
        {isWeek ? (
          <Days name={`goal-${id}`} title={`a task for ${title}`} plan={plan} />
        ) : (
          <Button small name={`goal-${id}`} value="on">
            Reach by {shortDate(plan.days.to, today)}
            <span class="sr-only">: {title}</span>
          </Button>
        )}
      </PlanRow>
    )}
  />
)

/** Section to plan the days after a reviewed period: tasks and goals for days of a week, or goals for a month. */
export const PlanSection = ({ plan, period, date, today }: Props) => {
  const { days, tasks, goals, planned } = plan
  const isWeek = period === 'week'
  const said = names[period]
  const action = `/review/${period}/plan`
  return (
    <div
      id="next"
      hx-get={periodPath(period, date)}
      hx-trigger="tasks-changed from:body, goal-changed from:body"
      hx-target="this"
      hx-select="#next"
      hx-swap="outerMorph"
    >
      <Section
        id="plan"
        title={days.from === today ? said.now : said.later}
        summary={
          <>
            {rangeText(days.from, days.to, today)}
            {planned.length > 0 && `, ${plural(planned.length, said.planned)} ${isWeek ? 'planned' : 'due'}`}
          </>
        }
        aside={
          <>
            {!isWeek && <TextLink href="/goals/new">New goal</TextLink>}
            <TextLink href={said.path}>{said.all}</TextLink>
          </>
        }
      >
        {isWeek && <QuickAdd date={days.from} />}
        <form method="post" action={action} hx-post={action} hx-target="#next" hx-swap="outerMorph">
          <input type="hidden" name="date" value={date} />
          {tasks.length > 0 && <PlanHead>Tasks</PlanHead>}
          <TasksToPlan plan={plan} today={today} />
          {goals.length > 0 && <PlanHead>{isWeek ? 'A task for a goal' : 'Goals'}</PlanHead>}
          <GoalsToPlan plan={plan} isWeek={isWeek} today={today} />
        </form>
        {tasks.length + goals.length === 0 && (
          <p class="grey">{isWeek ? 'No open tasks left to plan.' : 'No open goals left to plan.'}</p>
        )}
        {planned.length > 0 && <Planned plan={plan} isWeek={isWeek} today={today} />}
      </Section>
    </div>
  )
}
