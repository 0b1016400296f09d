import type { ListedProject } from '../../../functions/filing/projects/schema'
import type { TreeItem } from '../../../functions/goals/goals/list'
import type { Billing } from '../../../functions/ledger/billing'
import type { ProjectsTime } from '../../../functions/ledger/series'
import type { LocalNow } from '../../../functions/lib/env'
import { listPath } from '../../../functions/lib/http/list-view'
import { pathTo } from '../../../functions/lib/http/path-to'
import { plural } from '../../../functions/lib/text/format'
import type { MeetingsOf } from '../../../functions/people/meetings/list'
import type { MeetingReader } from '../../../functions/people/meetings/schema'
import {
  type ListedOrganization,
  organizationKind,
  orgNotesLimit,
  typeNames,
} from '../../../functions/people/organizations/schema'
import type { ListedPerson } from '../../../functions/people/people/schema'
import { ProjectsSection } from '../../filing/projects/page'
import { BillingSection } from '../../filing/rates/page'
import { GoalListRow } from '../../goals/goals/row'
import { ProjectsTimeSections } from '../../ledger/periods'
import { Duration } from '../../ui/figure'
import { Icon } from '../../ui/icon'
import { Item, MenuLink, Row } from '../../ui/item'
import { KindHead } from '../../ui/kind'
import { reportOfPath } from '../../ui/links'
import { NotesOfPage } from '../../ui/notes'
import { RowList, RowTitle, Section, TextLink } from '../../ui/section'
import { MeetingsSection } from '../meetings/of-others'

/** An organization in the list, on its page and in fragments. */
export const OrganizationItem = ({ organization }: { organization: ListedOrganization }) => {
  const { id, name, type, person_count, project_count, tracked_seconds } = organization
  return (
    <Item
      id={`organization-${id}`}
      url={pathTo`/organizations/${id}`}
      name={name}
      edits="name"
      parts={[
        <span data-edits="type">{typeNames[type]}</span>,
        person_count > 0 && plural(person_count, 'person', 'people'),
        project_count > 0 && plural(project_count, 'project'),
      ]}
      figures={tracked_seconds > 0 && <Duration seconds={tracked_seconds} />}
    />
  )
}

/** Goals of an organization: open ones, then ended ones. */
const GoalsSection = ({ goals: { open, ended }, now }: Pick<Props, 'goals' | 'now'>) => {
  const row = (item: TreeItem) => <GoalListRow {...item} now={now} isPlain />
  return (
    open.length + ended.length > 0 && (
      <Section id="goals" title="Goals" summary={`${open.length} open`}>
        <RowList rows={open} item={row} />
        {ended.length > 0 && <h3>Ended last</h3>}
        <RowList rows={ended} item={row} />
      </Section>
    )
  )
}

type Props = {
  organization: ListedOrganization
  people: ListedPerson[]
  projects: ListedProject[]
  goals: { open: TreeItem[]; ended: TreeItem[] }
  time: ProjectsTime
  meetings: MeetingsOf
  billing: Billing
  reader: MeetingReader
  now: LocalNow
}

const People = ({ organization, people }: Pick<Props, 'organization' | 'people'>) => (
  <Section
    id="people"
    title="People"
    summary={people.length > 0 ? people.length : 'none yet'}
    aside={<TextLink href={pathTo`/people/new?organization=${organization.id}`}>Add a person</TextLink>}
  >
    <RowList
      rows={people}
      item={({ id, name, role, email }) => (
        <Row
          title={<RowTitle href={pathTo`/people/${id}`} name={name} />}
          facts={[role && <bdi>{role}</bdi>, email && <bdi>{email}</bdi>]}
        />
      )}
    />
  </Section>
)

/** @param active ids of its projects that are not archived */
export const OrganizationHead = ({ row, active }: { row: ListedOrganization; active: string[] }) => (
  <KindHead
    kind={organizationKind}
    row={row}
    today=""
    menu={
      <>
        <MenuLink icon="evidence" label="Report this month" href={reportOfPath(`organization:${row.id}`)} />
        <MenuLink icon="merge" label="Merge" href={pathTo`/organizations/${row.id}/merge`} />
        {active.length > 0 && (
          <form method="post" action="/projects/selected" enctype="multipart/form-data">
            {active.map((id) => (
              <input type="hidden" name="ids" value={id} />
            ))}
            <button type="submit" name="act" value="archive">
              <Icon name="import" />
              Archive its projects
            </button>
          </form>
        )}
      </>
    }
  />
)

/** `/organizations/:id`, below its head. */
export const OrganizationPage = (props: Props) => {
  const { organization, people, projects, goals, time, meetings, billing, reader, now } = props
  const { id, notes, seq } = organization
  return (
    <>
      <ProjectsTimeSections time={time} />
      <NotesOfPage url={pathTo`/organizations/${id}`} seq={seq} field="notes" limit={orgNotesLimit} value={notes} />
      <ProjectsSection projects={projects} />
      <BillingSection billing={billing} path={pathTo`/organizations/${id}`} today={now.today} />
      <GoalsSection goals={goals} now={now} />
      <MeetingsSection
        meetings={meetings}
        all={listPath('/meetings', { organization: id })}
        hides={[id]}
        add={listPath('/meetings/new', { organization: id })}
        reader={reader}
        today={time.today}
      />
      <People organization={organization} people={people} />
      <div class="section actions">
        <TextLink href={pathTo`/tasks/with-people?org=${id}`}>Tasks with people</TextLink>
        <TextLink href={pathTo`/feedback?org=${id}`}>Feedback</TextLink>
      </div>
    </>
  )
}
