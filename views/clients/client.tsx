import type { ProjectsTime } from '../../functions/ledger/projects-time'
import type { ListedProject } from '../../functions/projects/schema'
import { ProjectsSection } from '../projects/brief'
import { ProjectsTimeSections } from '../stats/projects-time'
import { LinkButton } from '../ui/button'
import { PageHead } from '../ui/section'

type Props = { client: string; projects: ListedProject[]; time: ProjectsTime }

/** `/clients/time` */
export const ClientPage = ({ client, projects, time }: Props) => (
  <>
    <PageHead
      title={<bdi>{client}</bdi>}
      summary="Client"
      actions={
        <>
          <LinkButton href="/clients">All clients</LinkButton>
          <LinkButton icon="edit" href={`/clients/rename?${new URLSearchParams({ client })}`}>
            Rename or merge
          </LinkButton>
        </>
      }
    />
    <ProjectsTimeSections time={time} />
    <ProjectsSection projects={projects} />
  </>
)
