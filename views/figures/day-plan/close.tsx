import type { CloseData } from '../../../functions/figures/day-plan/page-data'
import { planLineLimit } from '../../../functions/figures/day-plan/schema'
import type { Draft } from '../../../functions/lib/http/form'
import { duration, plural } from '../../../functions/lib/text/format'
import { addDays } from '../../../functions/lib/time/days'
import { Tick, taskPath } from '../../tasks/tasks/actions'
import { Button } from '../../ui/button'
import { Field, Select } from '../../ui/field'
import { draftFields } from '../../ui/form'
import { Row } from '../../ui/item'
import { PageHead, Rows, RowTitle, Section } from '../../ui/section'
import { countsLine } from '../dashboard/list'
import { dayName } from './rows'

export type CloseDraft = Draft<Record<string, string>>

const targets = (today: string) => [
  ...[1, 2, 3, 4, 5, 6, 7].map((days) => {
    const date = addDays(today, days)
    return { value: date, label: dayName({ today, date }) }
  }),
  { value: 'someday', label: 'Someday' },
  { value: 'stay', label: 'Leave it' },
]

const Done = ({ day }: Pick<CloseData, 'day'>) => {
  const { done } = day.tasks
  const words = countsLine([
    [done.length, 'task', ' done'],
    [day.sessions.length, 'session'],
    [day.meetings.past.length, 'meeting'],
  ])
  return (
    <Section
      id="close-done"
      title="Done"
      summary={[words || 'nothing yet', day.day.total_seconds > 0 && duration(day.day.total_seconds)]
        .filter(Boolean)
        .join(' · ')}
    >
      <Rows>
        {done.map((task) => (
          <Row
            id={`task-${task.id}`}
            class="reached"
            mark={<Tick task={task} />}
            title={<RowTitle href={taskPath(task.id)} name={task.title} />}
            facts={[]}
          />
        ))}
      </Rows>
    </Section>
  )
}

/** Page that ends a day with one button. */
export const ClosePage = ({ day, left, draft }: CloseData & { draft?: CloseDraft }) => {
  const { today: date, tasks } = day
  const field = draftFields<Record<string, string>>({ line: '', first: '' }, draft, 'close')
  const next = [...tasks.tomorrow, ...left]
  return (
    <>
      <PageHead title="Close the day" back={{ href: '/', name: 'Today' }} />
      <Done day={day} />
      <form class="mt-5 grid gap-5" method="post" action="/plan/close" novalidate>
        {left.length > 0 && (
          <Section id="close-left" title="Not done" summary={plural(left.length, 'task')}>
            <Rows>
              {left.map((task) => (
                <Row
                  id={`left-${task.id}`}
                  title={<RowTitle href={taskPath(task.id)} name={task.title} />}
                  facts={[]}
                  figures={
                    <Select
                      {...field(`to-${task.id}`)}
                      label={`Where ${task.title} goes`}
                      unseenLabel
                      options={targets(date)}
                    />
                  }
                />
              ))}
            </Rows>
          </Section>
        )}
        <div class="fields">
          {next.length > 0 && (
            <Select
              {...field('first')}
              label="First thing tomorrow"
              options={[
                { value: '', label: 'No preference' },
                ...next.map(({ id, title }) => ({ value: id, label: title })),
              ]}
            />
          )}
          <Field
            {...field('line')}
            label="A line for the journal"
            hint="Added to your notes about the week."
            maxlength={planLineLimit}
          />
        </div>
        <div class="actions">
          <Button variant="primary">Close the day</Button>
        </div>
      </form>
    </>
  )
}
