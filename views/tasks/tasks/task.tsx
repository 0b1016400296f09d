import { duration } from '../../../functions/lib/format'
import { repeatText } from '../../../functions/lib/repeat'
import { isOpen, type ListedTask } from '../../../functions/tasks/tasks/schema'
import { priorityNames, statusNames } from '../../../functions/tasks/tasks/words'
import { PostButton } from '../../ui/button'
import { FigureKpi, Kpi, Kpis } from '../../ui/figure'
import { ItemHead } from '../../ui/item'
import { sessionsPath } from '../../ui/links'
import { RowMeta, TextLink } from '../../ui/section'
import { taskPath } from './actions'
import { type PageTimerProps, peopleParts, plannedText, TaskPageTimer } from './row'

type Props = { task: ListedTask; today: string; timer: Omit<PageTimerProps, 'task'> }

/** `/tasks/:id` */
export const TaskPage = ({ task, today, timer }: Props) => (
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
    <Kpis>
      <Kpi label="Status">{statusNames[task.status]}</Kpi>
      <Kpi label={task.owner ? 'Planned for' : 'Date'}>{plannedText(task, today) || 'no day yet'}</Kpi>
      <Kpi label="Priority">{priorityNames[task.priority]}</Kpi>
      <FigureKpi
        label="Tracked"
        seconds={task.tracked_seconds}
        href={sessionsPath(null, `task:${task.id}`)}
        note={task.estimated_minutes === null ? 'no estimate' : `of ${duration(task.estimated_minutes * 60)} estimated`}
      />
      {task.repeat !== 'none' && <Kpi label="Repeats">{repeatText(task)}</Kpi>}
    </Kpis>
    <RowMeta parts={peopleParts(task, today)} />
    {task.description !== '' && (
      <p class="whitespace-pre-wrap" dir="auto">
        {task.description}
      </p>
    )}
    <p class="section actions">
      {task.organization_name && (
        <TextLink href={`/organizations/${task.organization_id}`}>
          <bdi>{task.organization_name}</bdi>
        </TextLink>
      )}
      {task.goal_title && <TextLink href={`/goals/${task.goal_id}`}>{task.goal_title}</TextLink>}
      {task.plan_id && <TextLink href={`/plans/${task.plan_id}`}>Plan</TextLink>}
    </p>
  </>
)
