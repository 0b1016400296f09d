import type { Child } from 'hono/jsx'
import { datesBetween } from '../../../functions/lib/days'
import { plural, rangeText, shortDate, weekdayDay } from '../../../functions/lib/format'
import type { AnyDraft } from '../../../functions/lib/resource/pages'
import type { Plan } from '../../../functions/reviews/period-reviews/plan'
import type { ReviewPeriod } from '../../../functions/reviews/period-reviews/schema'
import { QuickAdd } from '../../tasks/tasks/quick-add'
import { Actions, Button, LinkButton } from '../../ui/button'
import { Check } from '../../ui/choices'
import { type Option, Select } from '../../ui/field'
import { Fact } from '../../ui/item'
import { RowMeta, RowTitle, Section } from '../../ui/section'
import { FoldedRows } from './parts'

type Props = {
  plan: Plan
  period: ReviewPeriod
  /** First day of the period that was reviewed. */
  date: string
  today: string
  draft?: AnyDraft
}

const daysOf = ({ days, planned }: Plan): Option[] => {
  const counts = Map.groupBy(planned, ({ date }) => date)
  return [
    { value: '', label: 'Choose a day' },
    ...datesBetween(days.from, days.to).map((day) => {
      const count = counts.get(day)?.length ?? 0
      return { value: day, label: count > 0 ? `${weekdayDay(day)} (${count} planned)` : weekdayDay(day) }
    }),
  ]
}

type RowProps = { href: string; title: string; facts: Child[]; children?: Child }

const PlanRow = ({ href, title, facts, children }: RowProps) => (
  <li class="plan-row">
    <div>
      <RowTitle href={href} name={title} />
      <RowMeta parts={facts} />
    </div>
    {children}
  </li>
)

const dateFact = (date: string | null, today: string, none: string) =>
  date === null ? none : <time datetime={date}>{shortDate(date, today)}</time>

const names = {
  week: { now: 'This week', later: 'Next week', planned: 'task' },
  month: { now: 'This month', later: 'Next month', planned: 'goal due' },
}

/** Plans the days after a reviewed period: tasks and goals for days of a week, goals for a month. */
export const PlanSection = ({ plan, period, date, today, draft }: Props) => {
  const { days, tasks, goals, planned } = plan
  const isWeek = period === 'week'
  const options = daysOf(plan)
  const field = (name: string) => ({
    name,
    idPrefix: 'plan',
    value: draft?.values[name],
    errors: draft?.errors[name],
    unseenLabel: true,
  })
  const said = names[period]
  const folded = { small: false, open: draft !== undefined }
  const action = `/review/${period}/plan`
  return (
    <Section
      id="next"
      title={days.from === today ? said.now : said.later}
      summary={
        <>
          {rangeText(days.from, days.to, today)}
          {planned.length > 0 && `, ${plural(planned.length, said.planned, isWeek ? 'tasks' : 'goals due')} planned`}
        </>
      }
    >
      {isWeek && <QuickAdd isBeside />}
      <form method="post" action={action} hx-post={action} hx-target="#next" hx-swap="outerHTML">
        <input type="hidden" name="date" value={date} />
        {tasks.length > 0 && <h3>Tasks</h3>}
        <FoldedRows
          {...folded}
          items={tasks}
          name="task"
          row={({ id, title, date: planned, due_date }) => (
            <PlanRow
              href={`/tasks/${id}`}
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
              <Select label={`Day for ${title}`} options={options} {...field(`task-${id}`)} />
            </PlanRow>
          )}
        />
        {goals.length > 0 && <h3>Goals</h3>}
        <FoldedRows
          {...folded}
          items={goals}
          name="goal"
          row={({ id, title, date: due }) => (
            <PlanRow
              href={`/goals/${id}`}
              title={title}
              facts={[<Fact icon="goals">{dateFact(due, today, 'no date')}</Fact>]}
            >
              {isWeek ? (
                <Select label={`Day for a task of ${title}`} options={options} {...field(`goal-${id}`)} />
              ) : (
                <Check
                  label={`Reach by ${shortDate(days.to, today)}`}
                  name={`goal-${id}`}
                  idPrefix="plan"
                  value="on"
                  checked={draft?.values[`goal-${id}`] === 'on'}
                />
              )}
            </PlanRow>
          )}
        />
        {tasks.length + goals.length === 0 && (
          <p class="grey">{isWeek ? 'No open task is left to plan.' : 'No open goal is left to plan.'}</p>
        )}
        <div class="mt-4">
          <Actions>
            {tasks.length + goals.length > 0 && <Button id="plan-save">Plan</Button>}
            {!isWeek && (
              <LinkButton href="/goals/new" icon="plus">
                New goal
              </LinkButton>
            )}
            <LinkButton href={isWeek ? '/tasks' : '/goals'} variant="quiet">
              Done
            </LinkButton>
          </Actions>
        </div>
      </form>
      {planned.length > 0 && (
        <>
          <h3>{isWeek ? 'Planned' : 'Due'}</h3>
          <FoldedRows
            items={planned}
            name="one"
            many="others"
            row={({ id, title, date: day }) => (
              <li>
                <div>
                  <a class="link" href={`/${isWeek ? 'tasks' : 'goals'}/${id}`}>
                    <bdi>{title}</bdi>
                  </a>{' '}
                  {day && <span class="grey">{isWeek ? weekdayDay(day) : shortDate(day, today)}</span>}
                </div>
              </li>
            )}
          />
        </>
      )}
    </Section>
  )
}
