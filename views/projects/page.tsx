import type { Carried } from '../../functions/lib/selection'
import type { ProjectsPage as Page } from '../../functions/projects/list'
import type { ListedProject } from '../../functions/projects/schema'
import { statusNames } from '../../functions/projects/words'
import { Button, LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Pages } from '../ui/pagination'
import { Rows } from '../ui/rows'
import { PageHead, Section } from '../ui/section'
import { SelectGroup, SelectionBar } from '../ui/selection'
import { ProjectRow } from './row'
import { TidyFoot, TidyTabs } from './tabs'

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
