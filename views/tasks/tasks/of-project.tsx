import { listPath } from '../../../functions/lib/http/list-view'
import type { TasksOfProject } from '../../../functions/tasks/tasks/page-data'
import { RowList, Section, TextLink } from '../../ui/section'
import { useParts } from '../../ui/uses'
import { TaskSelection } from './all'
import { QuickAdd } from './quick-add'
import { TaskItem } from './row'

type Props = TasksOfProject & { project: string; today: string }

/** Tasks of a project, refreshed after writes. */
export const ProjectTaskRows = ({ open, done, running, project, today }: Props) => (
  <div id="project-tasks" data-region={listPath('project-tasks', { project })}>
    {open.length > 0 && (
      <RowList
        id="project-open-tasks"
        rows={open}
        item={(task) => <TaskItem task={task} today={today} running={running} hidesProject />}
      />
    )}
    {done.length > 0 && (
      <>
        <h3>Done last</h3>
        <RowList
          id="project-done-tasks"
          rows={done}
          item={(task) => <TaskItem task={task} today={today} running={running} hidesProject />}
        />
      </>
    )}
  </div>
)

/** Section of tasks on a project's page. */
export const ProjectTasks = (props: Props) =>
  useParts()('tasks') && (
    <Section
      id="tasks"
      title="Tasks"
      aside={
        <TextLink href={`/tasks/all?project=${props.project}`}>
          All<span class="sr-only"> tasks of this project</span>
        </TextLink>
      }
    >
      <QuickAdd project={props.project} />
      <ProjectTaskRows {...props} />
      <TaskSelection />
    </Section>
  )
