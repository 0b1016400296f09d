import { columnsAre } from '../lib/conditions'
import { readsOf } from '../lib/resource/reads'
import { constant } from '../lib/sql'
import { ListedOrganization } from './schema'

export const {
  find: organization,
  list: organizations,
  page: pageOfOrganizations,
} = readsOf({
  kind: 'organization',
  schema: ListedOrganization,
  columns: constant(`
    id, name, type, notes, seq, created_at, updated_at,
    (SELECT count(*) FROM people
     WHERE people.user_id = organizations.user_id AND people.organization_id = organizations.id
       AND people.deleted_at IS NULL) AS person_count,
    (SELECT count(*) FROM projects
     WHERE projects.user_id = organizations.user_id AND organization_id = organizations.id
       AND projects.deleted_at IS NULL) AS project_count`),
  where: ({ type }: { type?: string }) => columnsAre('organizations', { type }),
  order: () => ({ columns: ['name_key'] }),
})
