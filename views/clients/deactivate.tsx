import { plural } from '../../functions/lib/format'
import type { ProjectRow } from '../../functions/projects/schema'
import type { TrackedSum } from '../../functions/projects/tracked'
import { SetInactive } from '../changes/preview'
import { deactivationPoints, ProjectSums } from '../projects/deactivate'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'

type Props = { client: string; projects: ProjectRow[]; sums: TrackedSum[] }

/** `/clients/deactivate`: a preview of setting all projects of a client inactive. */
export const DeactivateClient = ({ client, projects, sums }: Props) =>
  projects.length === 0 ? (
    <Empty
      title={client ? 'No active projects' : 'No client selected'}
      actions={<LinkButton href="/clients">Clients</LinkButton>}
    >
      {client ? <bdi>{client}</bdi> : 'Select one from the list.'}
    </Empty>
  ) : (
    <SetInactive
      title={<bdi>{client}</bdi>}
      summary={plural(projects.length, 'active project')}
      points={deactivationPoints(projects.length)}
      action="/clients/deactivate"
      fields={[['client', client]]}
      cancel="/clients"
      things="Projects"
    >
      <ProjectSums projects={projects} sums={sums} />
    </SetInactive>
  )
