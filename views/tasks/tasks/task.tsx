import type { Billing } from '../../../functions/ledger/billing'
import { pathTo } from '../../../functions/lib/http/path-to'
import { dateText, shortDateText } from '../../../functions/lib/text/format'
import { linksIn } from '../../../functions/lib/text/markdown'
import { capitalize, tagList, tagText } from '../../../functions/lib/text/text'
import { repeatText } from '../../../functions/lib/time/repeat'
import { descriptionLimit } from '../../../functions/line/task'
import { isOpen, type ListedTask, priorityNames, statusNames } from '../../../functions/tasks/tasks/schema'
import { dueBeforeDateLabel, isDueBeforeDate } from '../../../functions/tasks/tasks/words'
import type { TaskTimeData } from '../../../functions/time/task-time/read'
import { BillingSection } from '../../filing/rates/page'
import { TaskTime } from '../../time/task-time/time'
import { PostButton } from '../../ui/button'
import { WallTime } from '../../ui/clock'
import { Duration } from '../../ui/figure'
import { ProjectMark } from '../../ui/icon'
import { EditableFact, Facts, PlainFact, RowOfPage } from '../../ui/in-place'
import { Fact, ItemHead } from '../../ui/item'
import { NotesOfPage } from '../../ui/notes'
import { NameLink, OrganizationOf, RowTitle } from '../../ui/section'
import { TaskMenu, taskPath } from './actions'
import { actionItemParts, dueBadge, type PageTimerProps, TaskPageTimer } from './row'
import { StepsOfPage } from './steps'

type HeadProps = { task: ListedTask; today: string; timer: Omit<PageTimerProps, 'task'> }

const TaskFacts = ({ task, today }: Pick<HeadProps, 'task' | 'today'>) => (
  <Facts>
    <EditableFact label={task.owner ? 'Planned for' : 'Day'} field="date">
      <span class={task.date ? undefined : 'grey'}>{capitalize(dateText(task.date, today))}</span>
    </EditableFact>
    <EditableFact label="Time" field="at">
      {task.at && <WallTime time={task.at} />}
    </EditableFact>
    <EditableFact
      label="Due"
      field="due_date"
      note={isOpen(task.status) && (dueBadge(task, today) || (isDueBeforeDate(task) && dueBeforeDateLabel))}
    >
      {task.due_date && capitalize(shortDateText(task.due_date, today))}
    </EditableFact>
    <EditableFact label="Estimate" field="estimated_minutes">
      {task.estimated_minutes !== null && <Duration seconds={task.estimated_minutes * 60} />}
    </EditableFact>
    <EditableFact label="Priority" field="priority">
      <span class={task.priority === 'medium' ? 'grey' : undefined}>{priorityNames[task.priority]}</span>
    </EditableFact>
    {isOpen(task.status) ? (
      <EditableFact label="Status" field="status">
        {statusNames[task.status]}
      </EditableFact>
    ) : (
      <PlainFact label="Status" note={task.completed_on && shortDateText(task.completed_on, today)}>
        {statusNames[task.status]}
      </PlainFact>
    )}
    <EditableFact label="Repeats" field="repeat">
      {capitalize(repeatText(task) ?? '')}
    </EditableFact>
    <EditableFact label="Project" field="project_id" href={pathTo`/projects/${task.project_id}`}>
      {task.project_name !== null && (
        <>
          <ProjectMark color={task.project_color} />
          <bdi>{task.project_name}</bdi>
        </>
      )}
    </EditableFact>
    <EditableFact label="Goal" field="goal_id" href={pathTo`/goals/${task.goal_id}`}>
      {task.goal_title && <bdi>{task.goal_title}</bdi>}
    </EditableFact>
    {task.person_name && (
      <EditableFact label="Person" field="person_id" href={pathTo`/people/${task.person_id}`}>
        <bdi>{task.person_name}</bdi>
      </EditableFact>
    )}
  </Facts>
)

/** Head of a task's page, with its facts and notes. */
export const TaskHead = ({ task, today, timer }: HeadProps) => (
  <RowOfPage id={`task-${task.id}`} region={`task-page?task=${task.id}`}>
    <ItemHead
      url={taskPath(task.id)}
      title={<RowTitle href={taskPath(task.id)} name={task.title} data-edits="title" />}
      menu={<TaskMenu task={task} today={today} />}
      back={{ href: task.owner ? '/tasks/with-people' : '/tasks', name: 'Tasks' }}
      facts={[
        ...actionItemParts(task, today, { person: task.owner === null, due: true }),
        tagText(tagList(task.tags).map((tag) => `#${tag}`)),
        task.plan_title && (
          <Fact icon="plans">
            <NameLink href={pathTo`/plans/${task.plan_id}`} name={task.plan_title} />
          </Fact>
        ),
        task.organization_name && <OrganizationOf row={task} />,
        ...linksIn(task.title).map(({ url, host }) => (
          <a class="link" href={url} rel="noopener noreferrer nofollow">
            {host}
          </a>
        )),
      ]}
    >
      {isOpen(task.status) ? (
        <PostButton action={taskPath(task.id, 'complete')} label="Done" variant="primary" />
      ) : (
        <PostButton action={taskPath(task.id, 'reopen')} label="Reopen" />
      )}
      <TaskPageTimer task={task} {...timer} />
    </ItemHead>
    <TaskFacts task={task} today={today} />
    <StepsOfPage task={task} />
    <NotesOfPage
      url={taskPath(task.id)}
      seq={task.seq}
      field="description"
      limit={descriptionLimit}
      value={task.description}
    />
  </RowOfPage>
)

type Props = { task: ListedTask; time: TaskTimeData; timer: HeadProps['timer']; billing: Billing }

/** `/tasks/:id` */
export const TaskPage = ({ task, time, timer, billing }: Props) => (
  <>
    <TaskHead task={task} today={time.today} timer={timer} />
    <TaskTime {...time} />
    <BillingSection billing={billing} path={pathTo`/tasks/${task.id}`} today={time.today} />
  </>
)
