import { duration } from '../../../functions/lib/format'
import type { Preferences } from '../../../functions/lib/preferences'
import { repeatText } from '../../../functions/lib/repeat'
import { isOpen, type ListedTask } from '../../../functions/tasks/tasks/schema'
import { statusNames } from '../../../functions/tasks/tasks/words'
import type { ShownSessions } from '../../../functions/time/sessions/few-sessions'
import { LatestSessions } from '../../time/sessions/row'
import { PostButton } from '../../ui/button'
import { FigureKpi, Kpi, Kpis, Spark } from '../../ui/figure'
import { ProjectName } from '../../ui/icon'
import { Fact, ItemHead, Notes } from '../../ui/item'
import { sessionsPath } from '../../ui/links'
import { NameLink, OrganizationOf, RowMeta, TextLink } from '../../ui/section'
import { taskPath } from './actions'
import { type PageTimerProps, peopleParts, plannedText, TaskPageTimer } from './row'

export type TimeProps = ShownSessions & { task: ListedTask; today: string; reader: Preferences }

const Tracked = ({ task: { id, tracked_seconds, estimated_minutes } }: Pick<TimeProps, 'task'>) => {
  const estimate = (estimated_minutes ?? 0) * 60
  const over = tracked_seconds - estimate
  return (
    <>
      <Kpis>
        <FigureKpi label="Tracked" seconds={tracked_seconds} href={sessionsPath(null, `task:${id}`)} />
        {estimate > 0 ? (
          <>
            <FigureKpi label="Estimate" seconds={estimate} />
            <FigureKpi label={over > 0 ? 'Over' : 'Left'} seconds={Math.abs(over)} />
          </>
        ) : (
          <Kpi label="Estimate">
            <TextLink href={taskPath(id, 'edit')}>Add one</TextLink>
          </Kpi>
        )}
      </Kpis>
      {estimate > 0 && (
        <Spark
          max={Math.max(tracked_seconds, estimate)}
          parts={[{ value: tracked_seconds }]}
          target={estimate}
          label={`${duration(tracked_seconds)} tracked of ${duration(estimate)}`}
        />
      )}
    </>
  )
}

/** What was tracked of the estimate, and the sessions that make it up. */
export const TaskTime = ({ task, ...latest }: TimeProps) => (
  <LatestSessions
    id="task-time"
    title="Time"
    aside={task.tracked_seconds > 0 && <TextLink href={sessionsPath(null, `task:${task.id}`)}>All sessions</TextLink>}
    {...latest}
  >
    <Tracked task={task} />
    {latest.sessions.length === 0 && <p class="hint">No sessions yet.</p>}
  </LatestSessions>
)

type Props = { time: TimeProps; timer: Omit<PageTimerProps, 'task'> }

/** `/tasks/:id` */
export const TaskPage = ({ time, timer }: Props) => {
  const { task, today } = time
  return (
    <>
      <ItemHead
        url={`/tasks/${task.id}`}
        title={<bdi>{task.title}</bdi>}
        back={{ href: task.owner ? '/tasks/with-people' : '/tasks', name: 'Tasks' }}
      >
        {isOpen(task.status) ? (
          <PostButton action={taskPath(task.id, 'complete')} label="Done" variant="primary" />
        ) : (
          <PostButton action={taskPath(task.id, 'reopen')} label="Reopen" />
        )}
        <TaskPageTimer task={task} {...timer} />
      </ItemHead>
      <RowMeta
        parts={[
          statusNames[task.status],
          plannedText(task, today) || 'no day yet',
          task.priority !== 'medium' && `${task.priority} priority`,
          repeatText(task),
          task.project_name && (
            <a href={`/projects/${task.project_id}`}>
              <ProjectName name={task.project_name} color={task.project_color} />
            </a>
          ),
          task.goal_title && (
            <Fact icon="goals">
              <NameLink href={`/goals/${task.goal_id}`} name={task.goal_title} />
            </Fact>
          ),
          task.plan_title && (
            <Fact icon="plans">
              <NameLink href={`/plans/${task.plan_id}`} name={task.plan_title} />
            </Fact>
          ),
          task.organization_name && <OrganizationOf row={task} />,
          ...peopleParts(task, today),
        ]}
      />
      <TaskTime {...time} />
      <Notes notes={task.description} add={taskPath(task.id, 'edit')} />
    </>
  )
}
