import type { Carried } from '../../functions/lib/selection'
import type { ProjectsPage as Page } from '../../functions/projects/list'
import type { ListedProject } from '../../functions/projects/schema'
import { classificationNames, statusNames } from '../../functions/projects/words'
import { clientPath, learningsPath, sessionsPath } from '../links'
import { OrganizationOf } from '../organization-link'
import { StartButton } from '../timer/start-button'
import { ActLink, Button, LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Duration } from '../ui/figure'
import { Icon, type IconName } from '../ui/icon'
import { Menu } from '../ui/menu'
import { ProjectName } from '../ui/project-mark'
import { RowActions, RowMeta, Rows } from '../ui/rows'
import { PageHead, Pages, Section } from '../ui/section'
import { SelectGroup, SelectionBar, SelectRow } from '../ui/selection'
import { TidyFoot, TidyTabs } from './tabs'

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

type GroupProps = {
  status: ListedProject['status']
  projects: ListedProject[]
  isWhole: boolean
  carried?: Carried
}

const Group = ({ status, projects, isWhole, carried }: GroupProps) => (
  <Section
    id={`projects-${status}`}
    title={statusNames[status]}
    summary={isWhole && projects.length}
    aside={
      projects.length > 0 && (
        <SelectGroup id={`pick-${status}`} rows={`#projects-${status}-rows`}>
          Select all<span class="unseen"> {statusNames[status]} projects shown</span>
        </SelectGroup>
      )
    }
  >
    <Rows id={`projects-${status}-rows`} data-group>
      {projects.map((project) => (
        <ProjectRow project={project} selected={carried?.values.has(project.id)} />
      ))}
    </Rows>
  </Section>
)

type ListProps = Page & { oob?: boolean; carried?: Carried }

/** Projects by status. A write swaps the whole list except rows being edited. */
export const ProjectList = ({ projects, next, first, oob, carried }: ListProps) => (
  <div id="project-list" hx-swap-oob={oob ? 'outerMorph' : undefined}>
    {projects.length === 0 && first && (
      <Empty title="No projects yet" actions={<LinkButton href="/projects/new">Add a project</LinkButton>}>
        Projects group sessions under a name and a colour. Importing a time log adds its projects.
      </Empty>
    )}
    {(['active', 'inactive'] as const).map((status) => (
      <Group
        status={status}
        projects={projects.filter((project) => project.status === status)}
        isWhole={first && !next}
        carried={carried}
      />
    ))}
    <Pages
      later={first ? undefined : { href: '/projects', label: 'First projects' }}
      earlier={next ? { href: `/projects?after=${next}`, label: 'More projects' } : undefined}
    />
  </div>
)

/** `/projects` */
export const ProjectsPage = (page: Page & { carried: Carried }) => (
  <>
    <PageHead
      title="Projects"
      actions={
        <LinkButton variant="primary" icon="plus" href="/projects/new" hx-get="/projects/new" hx-target="#new-project">
          New project
        </LinkButton>
      }
    />
    <TidyTabs current="/projects" />
    <div id="new-project" />
    <ProjectList {...page} />
    <SelectionBar
      label="Selected projects"
      action="/projects/activate"
      paged={{
        name: 'project',
        carried: page.carried,
        shown: page.projects.map(({ id }) => id),
        path: '/projects',
        cursor: 'after',
        next: page.next,
        isFirst: page.first,
      }}
    >
      <Button small formmethod="get" formaction="/projects/deactivate" data-picks-act>
        Archive
      </Button>
      <Button small data-picks-act>
        Unarchive
      </Button>
      <Button small variant="danger" formaction="/projects/delete" data-picks-act>
        Delete
      </Button>
    </SelectionBar>
    <TidyFoot />
  </>
)
