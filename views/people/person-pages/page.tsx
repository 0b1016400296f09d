import type { Child } from 'hono/jsx'
import type { FilingChoice, Linked } from '../../../functions/lib/resource/choices'
import type { FieldsProps } from '../../../functions/lib/resource/listed'
import {
  emailLimit,
  filing,
  type ListedPerson,
  nameLimit,
  newPerson,
  notesLimit,
  roleLimit,
  roles,
} from '../../../functions/people/people/schema'
import type { PeoplePage as Page } from '../../../functions/people/person-pages/page-data'
import { TidyFoot, TidyTabs } from '../../filing/projects/tabs'
import { Empty, LinkButton } from '../../ui/button'
import { Datalist, Field, NameField, NotesField } from '../../ui/field'
import { drafted, Fields, FilingFields } from '../../ui/form'
import { Item } from '../../ui/item'
import { Filter, filtersOf, ListHead, ListSearch, PagedList } from '../../ui/listing'
import { OrganizationOf } from '../organization-link'

/** Role, organization and email of a person. */
export const personParts = (person: ListedPerson, email: Child): Child[] => [
  person.role && <bdi>{person.role}</bdi>,
  person.organization_name && <OrganizationOf row={person} />,
  person.email && email,
]

/** A person in the list, on the page and in every fragment. */
export const PersonItem = ({ person }: { person: ListedPerson }) => (
  <Item
    id={`person-${person.id}`}
    url={`/people/${person.id}`}
    name={person.name}
    parts={personParts(person, <bdi>{person.email}</bdi>)}
  />
)

const kind = { path: '/people', name: 'person', many: 'people' } as const

const None = () => (
  <Empty title="No people yet" actions={<LinkButton href="/people/new">Add a person</LinkButton>}>
    Add your manager, a coach or a colleague, and keep what you want to remember about them.
  </Empty>
)

export const PeopleList = (page: Omit<Page, 'organizations'> & { oob?: boolean }) => (
  <PagedList {...page} kind={kind} none={<None />} item={(person) => <PersonItem person={person} />} />
)

/** `/people` */
export const PeoplePage = ({ organizations, ...page }: Page) => (
  <>
    <ListHead kind={kind}>
      <TidyTabs current="/people" />
    </ListHead>
    <ListSearch kind={kind} value={page.view.q} placeholder="Name or notes">
      <Filter
        label="Organization"
        all="All organizations"
        options={organizations}
        {...filtersOf(kind, page.view)('organization')}
      />
    </ListSearch>
    <PeopleList {...page} />
    <TidyFoot />
  </>
)

type Props = FieldsProps<ListedPerson> & {
  choices: FilingChoice[]
  /** Chosen for a new person. */
  linked: Linked
}

export const PersonFields = ({ row, draft, choices, linked, idPrefix }: Props) => {
  const field = drafted(row ?? { ...newPerson, ...linked }, draft, idPrefix)
  const list = `${idPrefix}-roles`
  return (
    <Fields>
      <NameField limit={nameLimit} isFresh={!draft} {...field('name')} />
      <Field
        label="Role"
        maxlength={roleLimit}
        dir="auto"
        list={list}
        autocomplete="off"
        hint="e.g. manager, coach or your own words"
        {...field('role')}
      />
      <Datalist id={list} values={roles} />
      <FilingFields choices={choices} row={row} ids={filing.ids} field={field} />
      <Field label="Email" type="email" maxlength={emailLimit} autocomplete="off" {...field('email')} />
      <NotesField limit={notesLimit} {...field('notes')} />
    </Fields>
  )
}
