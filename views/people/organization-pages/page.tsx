import { plural } from '../../../functions/lib/format'
import type { FieldsProps } from '../../../functions/lib/resource/listed'
import type { OrganizationsPage as Page } from '../../../functions/people/organization-pages/page-data'
import {
  type ListedOrganization,
  nameLimit,
  newOrganization,
  notesLimit,
  type OrganizationRow,
  typeNames,
} from '../../../functions/people/organizations/schema'
import { TidyFoot, TidyTabs } from '../../filing/projects/tabs'
import { Empty, LinkButton } from '../../ui/button'
import { NameField, NotesField, optionsOf, Select } from '../../ui/field'
import { drafted, Fields } from '../../ui/form'
import { Item } from '../../ui/item'
import { Filter, filtersOf, ListHead, ListSearch, PagedList } from '../../ui/listing'

/** An organization in the list, on the page and in every fragment. */
export const OrganizationItem = ({ organization }: { organization: ListedOrganization }) => {
  const { id, name, type, person_count, project_count } = organization
  return (
    <Item
      id={`organization-${id}`}
      url={`/organizations/${id}`}
      name={name}
      parts={[
        typeNames[type],
        person_count > 0 && plural(person_count, 'person', 'people'),
        project_count > 0 && plural(project_count, 'project'),
      ]}
    />
  )
}

const kind = { path: '/organizations', name: 'organization', many: 'organizations' } as const

const None = () => (
  <Empty title="No organizations yet" actions={<LinkButton href="/organizations/new">Add an organization</LinkButton>}>
    Add who you work for or study at, then choose it for projects, goals and people to see them together.
  </Empty>
)

export const OrganizationList = (page: Page & { oob?: boolean }) => (
  <PagedList
    {...page}
    kind={kind}
    none={<None />}
    item={(organization) => <OrganizationItem organization={organization} />}
  />
)

/** `/organizations` */
export const OrganizationsPage = (page: Page) => (
  <>
    <ListHead kind={kind}>
      <TidyTabs current="/organizations" />
    </ListHead>
    <ListSearch kind={kind} value={page.view.q} placeholder="Name or notes">
      <Filter label="Type" all="All types" options={optionsOf(typeNames)} {...filtersOf(kind, page.view)('type')} />
    </ListSearch>
    <OrganizationList {...page} />
    <TidyFoot />
  </>
)

export const OrganizationFields = ({ row, draft, idPrefix }: FieldsProps<OrganizationRow>) => {
  const field = drafted(row ?? newOrganization, draft, idPrefix)
  return (
    <Fields>
      <NameField limit={nameLimit} isFresh={!draft} {...field('name')} />
      <Select label="Type" options={optionsOf(typeNames)} {...field('type')} />
      <NotesField limit={notesLimit} {...field('notes')} />
    </Fields>
  )
}
