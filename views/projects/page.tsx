import type { ProjectsPage as Page } from '../../functions/projects/list'
import type { ListedProject } from '../../functions/projects/schema'
import { statusNames } from '../../functions/projects/words'
import { Button, LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Pages } from '../ui/pagination'
import { Rows } from '../ui/rows'
import { PageHead, Section } from '../ui/section'
import { Selection } from '../ui/selection'
import { ProjectRow, projectSelection } from './row'
import { TidyFoot, TidyTabs } from './tabs'

type GroupProps = { status: ListedProject['status']; projects: ListedProject[]; isWhole: boolean }

const Group = ({ status, projects, isWhole }: GroupProps) => (
  <Section id={`projects-${status}`} title={statusNames[status]} summary={isWhole && projects.length}>
    <Rows data-group>
      {projects.map((project) => (
        <ProjectRow project={project} />
      ))}
    </Rows>
  </Section>
)

type ListProps = Page & { oob?: boolean }

/** Projects by status, with the actions on selected ones. A write swaps the whole list except rows being edited. */
export const ProjectList = ({ projects, next, first, oob }: ListProps) => (
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
      />
    ))}
    <Pages
      later={first ? undefined : { href: '/projects', label: 'First projects' }}
      earlier={next ? { href: `/projects?after=${next}`, label: 'More projects' } : undefined}
    />
    {projects.some(({ status }) => status === 'active') && (
      <Selection id={projectSelection}>
        <Button small formaction="/projects/deactivate">
          Archive
        </Button>
      </Selection>
    )}
  </div>
)

/** `/projects` */
export const ProjectsPage = (page: Page) => (
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
    <TidyFoot />
  </>
)
