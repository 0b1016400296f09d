import type { ListedProject } from '../../functions/projects/schema'
import { statusNames } from '../../functions/projects/words'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Rows } from '../ui/rows'
import { PageHead, Section, TextLink } from '../ui/section'
import { Row } from './row'

const Group = ({ status, projects }: { status: ListedProject['status']; projects: ListedProject[] }) => (
  <Section id={`projects-${status}`} title={statusNames[status]} summary={projects.length}>
    <Rows data-group>
      {projects.map((project) => (
        <Row project={project} />
      ))}
    </Rows>
  </Section>
)

/** A user's projects, the active ones first. An answer that moves one renews the list, save what is being edited. */
export const ProjectList = ({ projects, oob }: { projects: ListedProject[]; oob?: boolean }) => (
  <div id="project-list" hx-swap-oob={oob ? 'outerMorph' : undefined}>
    {projects.length === 0 && (
      <Empty title="No projects yet" actions={<LinkButton href="/projects/new">Add a project</LinkButton>}>
        A project gathers sessions under a name and a colour. An imported time log brings its own.
      </Empty>
    )}
    {(['active', 'inactive'] as const).map((status) => (
      <Group status={status} projects={projects.filter((project) => project.status === status)} />
    ))}
  </div>
)

/** `/projects` */
export const ProjectsPage = ({ projects }: { projects: ListedProject[] }) => (
  <>
    <PageHead
      title="Projects"
      actions={
        <LinkButton variant="primary" icon="plus" href="/projects/new" hx-get="/projects/new" hx-target="#new-project">
          New project
        </LinkButton>
      }
    />
    <div id="new-project" />
    <ProjectList projects={projects} />
    <p class="section">
      <TextLink href="/deleted">Recently deleted</TextLink>
    </p>
  </>
)
