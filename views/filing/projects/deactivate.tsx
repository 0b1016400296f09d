import type { TrackedSum } from '../../../functions/filing/projects/queries'
import type { ProjectRow } from '../../../functions/filing/projects/schema'
import { plural } from '../../../functions/lib/format'
import { SetInactive } from '../../data/changes/preview'
import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Duration } from '../../ui/figure'
import { ErrorSummary } from '../../ui/form'
import { ProjectName } from '../../ui/icon'
import { sessionsPath } from '../../ui/links'
import { RowList, RowMeta } from '../../ui/section'

const Tracked = ({ id, sum }: { id: string; sum?: TrackedSum }) =>
  sum ? (
    <a href={sessionsPath(null, `project:${id}`)}>
      {plural(sum.session_count, 'session')}, <Duration seconds={sum.total_seconds} />
    </a>
  ) : (
    'no sessions'
  )

export const ProjectSums = ({ projects, sums }: { projects: ProjectRow[]; sums: TrackedSum[] }) => (
  <RowList
    rows={projects}
    item={(project) => (
      <li>
        <div>
          <span class="row-title">
            <ProjectName name={project.name} color={project.color} />
          </span>
          <RowMeta
            parts={[
              project.client && <bdi>{project.client}</bdi>,
              <Tracked id={project.id} sum={sums.find(({ id }) => id === project.id)} />,
            ]}
          />
        </div>
      </li>
    )}
  />
)

const deactivationPoints = (count: number) =>
  count === 1
    ? [
        'It’s no longer suggested for new sessions.',
        'Its sessions and tracked time stay in all lists and totals.',
        'You can unarchive it at any time.',
      ]
    : [
        'They’re no longer suggested for new sessions.',
        'Their sessions and tracked time stay in all lists and totals.',
        'You can unarchive them at any time.',
      ]

type Props = { projects: ProjectRow[]; sums: TrackedSum[]; error?: string }

/** `/projects/deactivate`: a preview of setting these projects inactive. */
export const DeactivateProjects = ({ projects, sums, error }: Props) => (
  <>
    <ErrorSummary errors={error ? [error] : undefined} />
    {projects.length === 0 ? (
      <Empty title="No active project selected" actions={<LinkButton href="/projects">Projects</LinkButton>}>
        Select some in the list first.
      </Empty>
    ) : (
      <SetInactive
        summary={plural(projects.length, 'project')}
        points={deactivationPoints(projects.length)}
        action="/projects/deactivate"
        fields={projects.map(({ id }) => ['project', id])}
        cancel="/projects"
        things="Projects"
      >
        <ProjectSums projects={projects} sums={sums} />
      </SetInactive>
    )}
  </>
)
