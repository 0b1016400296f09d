import type { Child } from 'hono/jsx'
import type { ListedPerson } from '../../functions/people/schema'
import { OrganizationOf } from '../organization-link'
import { Item } from '../ui/item'

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
