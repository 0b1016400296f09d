import type { ListedPerson } from '../../functions/people/schema'
import { ItemActions } from '../ui/item-actions'
import { RowMeta, RowTitle } from '../ui/rows'

export const OrganizationLink = ({ person }: { person: ListedPerson }) =>
  person.organization_name === null ? null : (
    <a href={`/organizations/${person.organization_id}`}>
      <bdi>{person.organization_name}</bdi>
    </a>
  )

/** A person in the list, on the page and in every fragment. */
export const PersonItem = ({ person }: { person: ListedPerson }) => {
  const url = `/people/${person.id}`
  return (
    <li id={`person-${person.id}`}>
      <div>
        <RowTitle href={url}>
          <bdi>{person.name}</bdi>
        </RowTitle>
        <RowMeta
          parts={[
            person.role && <bdi>{person.role}</bdi>,
            person.organization_name && <OrganizationLink person={person} />,
            person.email && <bdi>{person.email}</bdi>,
          ]}
        />
      </div>
      <ItemActions url={url} name={person.name} />
    </li>
  )
}
