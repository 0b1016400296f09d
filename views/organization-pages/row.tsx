import { plural } from '../../functions/lib/format'
import { type ListedOrganization, typeNames } from '../../functions/organizations/schema'
import { Item } from '../ui/item'

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
