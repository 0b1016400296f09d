import { RowMeta, RowTitle } from '../../views/ui/rows'
import { mergePages } from '../changes/merge-pages'
import { allRows, sql } from '../lib/sql'
import { type ListedPerson, person } from '../people/schema'
import { inheritedByPerson, linkedToPerson, linkedWords, planPeopleMerge } from './plan'

/** The most people that the field offers. */
const offered = 500

const everybody = (db: D1Database, userId: string) =>
  allRows<Pick<ListedPerson, 'id' | 'name' | 'role'>>(sql(db)`
    SELECT id, name, role FROM people
    WHERE user_id = ${userId} AND deleted_at IS NULL
    ORDER BY name COLLATE NOCASE
    LIMIT ${offered}`)

/** `/people/:id/merge` */
export const mergePeople = mergePages({
  name: 'person',
  many: 'people',
  path: '/people',
  find: person,
  others: everybody,
  labelOf: ({ name }) => name,
  about: ({ role }) => role && <bdi>{role}</bdi>,
  item: ({ name, role }, href) => (
    <div>
      <RowTitle href={href} name={name} />
      <RowMeta parts={[role && <bdi>{role}</bdi>]} />
    </div>
  ),
  moved: linkedToPerson,
  preview: ({ from, into, moved }) => {
    const { words } = inheritedByPerson(from, into)
    const rows = linkedWords(moved)
    return {
      points: [
        rows ? (
          <>
            {rows} will move to <bdi>{into.name}</bdi>, including deleted ones.
          </>
        ) : (
          'There are no meetings, action items or feedback to move.'
        ),
        words.length > 0 && (
          <>
            <bdi>{into.name}</bdi> takes over the {new Intl.ListFormat('en-GB').format(words)}.
          </>
        ),
        <>
          <bdi>{from.name}</bdi> will be removed from your people.
        </>,
      ],
    }
  },
  plan: planPeopleMerge,
  next: ({ into }) => `/people/${into}`,
})
