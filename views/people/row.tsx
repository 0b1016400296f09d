import type { ListedPerson } from '../../functions/people/schema'
import { OrganizationOf } from '../organization-link'
import { ItemActions } from '../ui/item-actions'
import { RowMeta, RowTitle } from '../ui/rows'

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
            person.organization_name && <OrganizationOf row={person} />,
            person.email && <bdi>{person.email}</bdi>,
          ]}
        />
      </div>
      <ItemActions url={url} name={person.name} />
    </li>
  )
}
