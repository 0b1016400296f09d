import { repeatText } from '../../../functions/lib/repeat'
import { isOpen, type ListedTask } from '../../../functions/tasks/tasks/schema'
import { statusNames } from '../../../functions/tasks/tasks/words'
import type { TaskTimeData } from '../../../functions/time/task-time/read'
import { TaskTime } from '../../time/task-time/time'
import { PostButton } from '../../ui/button'
import { ProjectName } from '../../ui/icon'
import { Fact, ItemHead, Notes } from '../../ui/item'
import { NameLink, OrganizationOf, RowMeta } from '../../ui/section'
import { taskPath } from './actions'
import { type PageTimerProps, peopleParts, plannedText, TaskPageTimer } from './row'

type Props = { task: ListedTask; time: TaskTimeData; timer: Omit<PageTimerProps, 'task'> }

/** `/tasks/:id` */
export const TaskPage = ({ task, time, timer }: Props) => {
  const { today } = time
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
