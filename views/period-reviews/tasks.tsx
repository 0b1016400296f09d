import type { ReviewPage } from '../../functions/period-reviews/page-data'
import type { ReviewedTask } from '../../functions/period-reviews/task-reads'
import { Section } from '../ui/section'
import { CountOf, DatedRow, FoldedRows } from './parts'

type Props = Pick<ReviewPage, 'figures' | 'today'>

type ListProps = { id: string; title: string; tasks: ReviewedTask[]; today: string; before?: string }

const TaskList = ({ id, title, tasks, today, before }: ListProps) =>
  tasks.length > 0 && (
    <>
      <h3 id={id} class="mt-3">
        <CountOf count={tasks.length}>
          {tasks.length} {title}
        </CountOf>
      </h3>
      <FoldedRows
        items={tasks}
        name="task"
        row={(task) => <DatedRow href={`/tasks/${task.id}`} {...{ ...task, today, before }} />}
      />
    </>
  )

/** Tasks that were done, carried over and dropped. */
export const Tasks = ({ figures: { tasks }, today }: Props) => {
  const { done, carried, dropped } = tasks
  if (done.length + carried.length + dropped.length === 0) return null
  return (
    <Section id="tasks" title="Tasks">
      <TaskList id="tasks-done" title="done" tasks={done} today={today} />
      <TaskList id="tasks-carried" title="carried over" tasks={carried} today={today} before="to " />
      <TaskList id="tasks-dropped" title="dropped" tasks={dropped} today={today} />
    </Section>
  )
}

/** Goals and tasks that were planned and got no time. */
export const NoTime = ({ figures: { idle }, today }: Props) => {
  const count = idle.goals.length + idle.tasks.length
  if (count === 0) return null
  return (
    <Section id="no-time" title="Planned, but no time" summary={<CountOf count={count}>{count}</CountOf>}>
      <FoldedRows
        items={[
          ...idle.goals.map(({ id, title }) => ({ href: `/goals/${id}`, title, date: undefined })),
          ...idle.tasks.map(({ id, title, date }) => ({ href: `/tasks/${id}`, title, date })),
        ]}
        name="row"
        row={(row) => <DatedRow {...row} today={today} before="planned for " />}
      />
    </Section>
  )
}
