import type { ListedProject } from '../../functions/projects/schema'
import { classificationNames } from '../../functions/projects/words'
import { clientPath, learningsPath, sessionsPath } from '../links'
import { OrganizationOf } from '../organization-link'
import { StartButton } from '../timer/start-button'
import { ActLink } from '../ui/button'
import { Duration } from '../ui/figure'
import { Icon, type IconName } from '../ui/icon'
import { Menu } from '../ui/menu'
import { ProjectName } from '../ui/project-mark'
import { RowActions, RowMeta } from '../ui/rows'
import { SelectRow } from '../ui/selection'

type PostProps = { project: ListedProject; action: string; label: string; icon: IconName; danger?: boolean }

const Post = ({ project, action, label, icon, danger }: PostProps) => {
  const url = `/projects/${project.id}/${action}`
  return (
    <form method="post" action={url} hx-post={url} hx-target="closest li" hx-swap="outerHTML swapEmpty:true">
      <button type="submit" class={danger ? 'bad' : undefined}>
        <Icon name={icon} />
        {label}
      </button>
    </form>
  )
}

export const Tracked = ({ project: { id, tracked_seconds } }: { project: ListedProject }) =>
  tracked_seconds ? (
    <a href={sessionsPath(null, `project:${id}`)} data-figure={tracked_seconds}>
      <Duration seconds={tracked_seconds} /> tracked
    </a>
  ) : (
    'nothing tracked'
  )

/** A project in the list, on the page and in every fragment. */
export const ProjectRow = ({ project, selected }: { project: ListedProject; selected?: boolean }) => (
  <li id={`project-${project.id}`} class="selectable">
    <SelectRow name="project" value={project.id} label={project.name} checked={selected} />
    <div>
      <a class="row-title" href={`/projects/${project.id}`}>
        <ProjectName name={project.name} color={project.color} />
      </a>
      <RowMeta
        parts={[
          project.client && (
            <a href={clientPath(project.client)}>
              <bdi>{project.client}</bdi>
            </a>
          ),
          project.organization_name && project.organization_name !== project.client && <OrganizationOf row={project} />,
          classificationNames[project.classification],
          <Tracked project={project} />,
        ]}
      />
    </div>
    <RowActions>
      {project.status === 'active' && <StartButton label={`Start: ${project.name}`} project_id={project.id} />}
      <ActLink
        icon="edit"
        label={`Edit ${project.name}`}
        href={`/projects/${project.id}/edit`}
        hx-get={`/projects/${project.id}/edit`}
        hx-target="closest li"
        hx-swap="outerHTML"
      />
      <Menu label={`More for ${project.name}`}>
        <a href={learningsPath({ project: project.id })}>
          <Icon name="learnings" />
          Learnings
        </a>
        <a href={`/projects/${project.id}/merge`}>
          <Icon name="projects" />
          Merge into another
        </a>
        {project.status === 'active' ? (
          <Post project={project} action="deactivate" label="Archive" icon="close" />
        ) : (
          <Post project={project} action="activate" label="Unarchive" icon="check" />
        )}
        <Post project={project} action="delete" label="Delete" icon="trash" danger />
      </Menu>
    </RowActions>
  </li>
)
