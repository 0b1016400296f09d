import { columnsAre } from '../lib/conditions'
import { readsOf } from '../lib/resource/reads'
import { constant } from '../lib/sql'
import { ListedOrganization } from './schema'

export const { find: organization, list: organizations } = readsOf({
  kind: 'organization',
  schema: ListedOrganization,
  select: constant(`
    SELECT id, name, type, notes, seq, created_at, updated_at,
      (SELECT count(*) FROM people INDEXED BY people_of_organization
       WHERE people.user_id = organizations.user_id AND people.organization_id = organizations.id
         AND people.deleted_at IS NULL) AS person_count,
      (SELECT count(*) FROM projects
       WHERE projects.user_id = organizations.user_id AND organization_id = organizations.id
         AND projects.deleted_at IS NULL) AS project_count
    FROM organizations`),
  where: ({ type }: { type?: string }) => columnsAre('organizations', { type }),
})
