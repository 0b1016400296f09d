import type { ProjectsPage as Page, ProjectUses } from '../../../functions/filing/projects/page-data'
import type { ListedProject } from '../../../functions/filing/projects/schema'
import { statusNames } from '../../../functions/filing/projects/schema'
import { pathTo } from '../../../functions/lib/http/path-to'
import { shortDateText } from '../../../functions/lib/text/format'
import { StartButton } from '../../frame/shell/start-button'
import { Duration, Gauge, Spark } from '../../ui/figure'
import { ProjectName } from '../../ui/icon'
import { ItemActions, MenuLink, MenuPost, Row } from '../../ui/item'
import { learningsPath, reportOfPath, sessionsPath } from '../../ui/links'
import { ListFoot, ListHead, ListPages, ListRegion, NoneYet } from '../../ui/listing'
import { RowList, RowTitle, Section, TextLink } from '../../ui/section'
import { ListSelection } from '../../ui/selection'
import { OptionalLink } from '../../ui/uses'

/** Links below each of these lists, to undo and restore. */
export const TidyFoot = () => (
  <ListFoot>
    <TextLink href="/changes">Recent changes</TextLink>
  </ListFoot>
)

const kind = { path: '/projects', name: 'project', many: 'projects' } as const

const Tracked = ({ project: { id, tracked_seconds } }: { project: ListedProject }) =>
  tracked_seconds ? (
    <OptionalLink href={sessionsPath(null, `project:${id}`)} data-figure={tracked_seconds}>
      <Duration seconds={tracked_seconds} /> tracked
    </OptionalLink>
  ) : (
    'nothing tracked'
  )

type Week = Pick<ProjectUses, 'week' | 'weekSeconds'>

type WeekProps = { subject: string; color?: string; seconds: number; of: Week; hidesBar?: boolean }

/** Time of a subject in the current week, with a bar for its share. */
export const ThisWeek = ({ subject, color, seconds, of, ...rest }: WeekProps) => {
  const share = Math.round((seconds / Math.max(of.weekSeconds, seconds, 1)) * 100)
  const words = `${share} % of this week`
  return (
    <Gauge bar={<Spark max={100} parts={[{ value: share, project: color }]} label={words} />} title={words} {...rest}>
      <OptionalLink href={sessionsPath(of.week, subject)} data-figure={seconds}>
        <b>
          <Duration seconds={seconds} />
        </b>
        <span class="sr-only"> this week</span>
      </OptionalLink>
    </Gauge>
  )
}

/** Total time of the week, in the head of a list with `ThisWeek`. */
export const WeekSum = ({ of: { week, weekSeconds } }: { of: Week }) =>
  weekSeconds > 0 && (
    <p>
      <OptionalLink href={sessionsPath(week)} data-figure={weekSeconds}>
        <Duration seconds={weekSeconds} /> this week
      </OptionalLink>
    </p>
  )

type RowProps = { project: ListedProject; uses: ProjectUses }

/** A project in the list and in fragments. */
export const ProjectRow = ({ project, uses }: RowProps) => {
  const use = uses.byId.get(project.id)
  const isActive = project.status === 'active'
  return (
    <Row
      id={`project-${project.id}`}
      title={
        <RowTitle href={pathTo`/projects/${project.id}`} data-edits="name">
          <ProjectName name={project.name} color={project.color} />
        </RowTitle>
      }
      facts={[
        use && (
          <>
            used <time datetime={use.last_date}>{shortDateText(use.last_date, uses.today)}</time>
          </>
        ),
        project.organization_name && <bdi data-edits="client">{project.organization_name}</bdi>,
        isActive && Tracked({ project }),
      ]}
      figures={
        isActive ? (
          use && (
            <ThisWeek subject={`project:${project.id}`} color={project.color} seconds={use.week_seconds} of={uses} />
          )
        ) : (
          <Tracked project={project} />
        )
      }
      actions={
        <ItemActions
          url={pathTo`/projects/${project.id}`}
          name={project.name}
          opens
          play={isActive && <StartButton label={`Start: ${project.name}`} project_id={project.id} />}
        >
          <MenuLink icon="learnings" label="Learnings" href={learningsPath({ project: project.id })} />
          <MenuLink icon="evidence" label="Report this month" href={reportOfPath(`project:${project.id}`)} />
          <MenuLink icon="projects" label="Merge into another" href={pathTo`/projects/${project.id}/merge`} />
          {isActive ? (
            <MenuPost action={pathTo`/projects/${project.id}/deactivate`} label="Archive" icon="close" />
          ) : (
            <MenuPost action={pathTo`/projects/${project.id}/activate`} label="Unarchive" icon="check" />
          )}
        </ItemActions>
      }
    />
  )
}

type GroupProps = {
  status: ListedProject['status']
  projects: ListedProject[]
  uses: ProjectUses
  isWhole: boolean
}

const Group = ({ status, projects, uses, isWhole }: GroupProps) => (
  <Section
    id={`projects-${status}`}
    title={statusNames[status]}
    summary={isWhole && projects.length}
    aside={status === 'active' && <WeekSum of={uses} />}
  >
    <RowList
      id={`projects-${status}-rows`}
      data-group
      rows={projects}
      item={(project) => <ProjectRow project={project} uses={uses} />}
    />
  </Section>
)

/** Projects by status. A write replaces the whole list except rows being edited. */
export const ProjectList = ({ view, projects, uses, next, oob }: Page & { oob?: boolean }) => (
  <ListRegion kind={kind} view={view} oob={oob}>
    {projects.length === 0 && view.after === '' && (
      <NoneYet kind={kind}>Projects group sessions under a name and a colour.</NoneYet>
    )}
    {(['active', 'inactive'] as const).map((status) => (
      <Group
        status={status}
        projects={projects.filter((project) => project.status === status)}
        uses={uses}
        isWhole={view.after === '' && !next}
      />
    ))}
    <ListPages kind={kind} view={view} next={next} />
  </ListRegion>
)

/** `/projects` */
export const ProjectsPage = (page: Page) => (
  <>
    <ListHead kind={kind} />
    <ProjectList {...page} />
    <ListSelection of={kind} acts={['archive', 'unarchive', 'delete']} />
    <TidyFoot />
  </>
)

/** Projects of an organization, each with its time. */
export const ProjectsSection = ({ projects }: { projects: ListedProject[] }) =>
  projects.length === 0 ? null : (
    <Section id="projects" title="Projects" summary={projects.length}>
      <RowList
        rows={projects}
        item={(project) => (
          <Row
            title={
              <RowTitle href={pathTo`/projects/${project.id}`}>
                <ProjectName name={project.name} color={project.color} />
              </RowTitle>
            }
            facts={[project.status === 'inactive' && statusNames.inactive.toLowerCase()]}
            figures={<Tracked project={project} />}
          />
        )}
      />
    </Section>
  )
