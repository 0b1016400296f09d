import { plural } from '../../functions/lib/format'
import { type ListedOrganization, typeNames } from '../../functions/organizations/schema'
import { ItemActions } from '../ui/item-actions'
import { RowMeta, RowTitle } from '../ui/rows'

/** An organization in the list, on the page and in every fragment. */
export const OrganizationItem = ({ organization }: { organization: ListedOrganization }) => {
  const { id, name, type, person_count, project_count } = organization
  const url = `/organizations/${id}`
  return (
    <li id={`organization-${id}`}>
      <div>
        <RowTitle href={url}>
          <bdi>{name}</bdi>
        </RowTitle>
        <RowMeta
          parts={[
            typeNames[type],
            person_count > 0 && plural(person_count, 'person', 'people'),
            project_count > 0 && plural(project_count, 'project'),
          ]}
        />
      </div>
      <ItemActions url={url} name={name} />
    </li>
  )
}
