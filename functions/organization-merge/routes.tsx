import { ProjectSums } from '../../views/projects/deactivate'
import { RowMeta, RowTitle } from '../../views/ui/rows'
import { Section } from '../../views/ui/section'
import { mergePages } from '../changes/merge-pages'
import { plural } from '../lib/format'
import { allRows, sql } from '../lib/sql'
import { type ListedOrganization, type OrganizationRow, organization, typeNames } from '../organizations/schema'
import { trackedSums } from '../projects/tracked'
import { filedWords, planOrganizationMerge, projectPairs, readMoved } from './plan'

/** The most organizations that the field offers. */
const offered = 500

type Choice = Pick<ListedOrganization, 'id' | 'name' | 'type'>

const all = (db: D1Database, userId: string) =>
  allRows<Choice>(sql(db)`
    SELECT id, name, type FROM organizations
    WHERE user_id = ${userId} AND deleted_at IS NULL
    ORDER BY name_key
    LIMIT ${offered}`)

const lowerType = ({ type }: Pick<OrganizationRow, 'type'>) => typeNames[type].toLowerCase()

/** `/organizations/:id/merge` */
export const mergeOrganizations = mergePages({
  name: 'organization',
  many: 'organizations',
  path: '/organizations',
  find: organization,
  others: all,
  labelOf: ({ name }) => name,
  about: lowerType,
  item: (row, href) => (
    <div>
      <RowTitle href={href} name={row.name} />
      <RowMeta parts={[lowerType(row)]} />
    </div>
  ),
  moved: async (db, userId, id) => {
    const moved = await readMoved(db, userId, id)
    return {
      ...moved,
      sums: await trackedSums(
        db,
        userId,
        moved.projects.filter((one) => one.organization_id === id),
      ),
    }
  },
  preview: ({ from, into, moved }) => {
    const rows = filedWords(moved)
    const merged = projectPairs(moved.projects, { from: from.id, into: into.id }).filter((pair) => pair.into)
    return {
      points: [
        rows ? (
          <>
            {rows} will move to <bdi>{into.name}</bdi>, including deleted ones.
          </>
        ) : (
          'Nothing belongs to it, so nothing moves.'
        ),
        merged.length > 0 && (
          <>
            {plural(merged.length, 'project')} {merged.length === 1 ? 'has' : 'have'} a name that <bdi>{into.name}</bdi>{' '}
            also has. All their sessions, including deleted ones, move to its project, which stays as it is.
          </>
        ),
        from.notes && (
          <>
            <bdi>{into.name}</bdi> gets its notes.
          </>
        ),
        <>
          <bdi>{from.name}</bdi> will be removed from your organizations. A later import that names it as a client
          creates it again.
        </>,
      ],
      more: merged.length > 0 && (
        <Section id="merged-projects" title="Projects to merge" summary={merged.length}>
          <ProjectSums projects={merged.map((pair) => pair.from)} sums={moved.sums} />
        </Section>
      ),
    }
  },
  plan: planOrganizationMerge,
  next: ({ into }) => `/organizations/${into}`,
})
