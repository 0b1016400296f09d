import type { ListedClient } from '../../functions/clients/plan'
import type { ProjectsTime } from '../../functions/ledger/projects-time'
import { plural } from '../../functions/lib/format'
import type { ListedProject } from '../../functions/projects/schema'
import { clientPath, sessionsPath } from '../links'
import { ProjectsSection } from '../projects/brief'
import { TidyFoot, TidyTabs } from '../projects/tabs'
import { ProjectsTimeSections } from '../stats/projects-time'
import { ActLink, LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Duration } from '../ui/figure'
import { MenuLink } from '../ui/item-actions'
import { Menu } from '../ui/menu'
import { RowActions, RowList, RowMeta, RowTitle } from '../ui/rows'
import { PageHead, Pages } from '../ui/section'

const actPath = (action: 'rename' | 'deactivate', client: string) =>
  `/clients/${action}?${new URLSearchParams({ client })}`

const Tools = ({ client: { name, active_count } }: { client: ListedClient }) => (
  <RowActions>
    <ActLink icon="edit" label={`Rename or merge ${name}`} href={actPath('rename', name)} />
    {active_count > 0 && (
      <Menu label={`More for ${name}`}>
        <MenuLink icon="close" label="Archive" href={actPath('deactivate', name)} />
      </Menu>
    )}
  </RowActions>
)

const Row = ({ client }: { client: ListedClient }) => (
  <li>
    <div>
      {client.name ? (
        <RowTitle href={clientPath(client.name)} name={client.name} />
      ) : (
        <span class="row-title grey">No client</span>
      )}
      <RowMeta
        parts={[
          plural(client.project_count, 'project'),
          client.active_count === client.project_count
            ? 'active'
            : client.active_count === 0
              ? 'archived'
              : `${client.active_count} active`,
          client.tracked_seconds > 0 ? (
            <a
              href={sessionsPath(null, client.name ? `client:=${client.name}` : 'client:none')}
              data-figure={client.tracked_seconds}
            >
              <Duration seconds={client.tracked_seconds} /> tracked
            </a>
          ) : (
            'nothing tracked'
          ),
        ]}
      />
    </div>
    {client.name && <Tools client={client} />}
  </li>
)

type PageProps = {
  clients: ListedClient[]
  next?: string
  first: boolean
}

/** `/clients` */
export const ClientsPage = ({ clients, next, first }: PageProps) => (
  <>
    <PageHead title="Clients" />
    <TidyTabs current="/clients" />
    {clients.every(({ name }) => name === '') && first ? (
      <Empty title="No clients yet" actions={<LinkButton href="/projects">Projects</LinkButton>}>
        Add a client by editing a project, or import a time log with clients.
      </Empty>
    ) : (
      <RowList rows={clients} item={(client) => <Row client={client} />} />
    )}
    <Pages
      later={first ? undefined : { href: '/clients', label: 'First clients' }}
      earlier={next ? { href: `/clients?${new URLSearchParams({ after: next })}`, label: 'More clients' } : undefined}
    />
    <TidyFoot />
  </>
)

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
