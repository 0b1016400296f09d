import type { Option } from '../../../views/ui/field'
import { allRows, sql } from '../../lib/sql'
import { nameKey } from '../../lib/text'
import { projectLabel } from '../../projects/words'

export type FilterOptions = { project: Option[]; client: Option[]; goal: Option[] }

const goalLimit = 500

/** Projects by name, and open goals by title, in one statement; `subject` tells which. */
const readRows = (db: D1Database, userId: string) =>
  allRows<{ subject: string; name: string; client: string }>(sql(db)`
    SELECT subject, name, client
    FROM (
      SELECT 'project:' || id AS subject, name, client
      FROM projects
      WHERE user_id = ${userId} AND deleted_at IS NULL
      ORDER BY name_key)
    UNION ALL
    SELECT subject, title, ''
    FROM (
      SELECT 'goal:' || id AS subject, title
      FROM goals INDEXED BY goals_by_status
      WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
      ORDER BY title COLLATE NOCASE, id
      LIMIT ${goalLimit})`)

type Fields = { all: string; none: Option; offered: Option[]; kind: RegExp; selected: Option[] }

/** Adds the selected options that are missing, such as a closed goal. */
const optionsOf = ({ all, none, offered, kind, selected }: Fields): Option[] => {
  const options = [{ value: '', label: all }, ...offered, none]
  const missing = selected.filter(
    ({ value }) => kind.test(String(value)) && !options.some((option) => option.value === value),
  )
  return [...options, ...missing]
}

/** Options of the list's filter: every project and client, open goals, and what is selected. */
export const filterOptions = async (
  db: D1Database,
  userId: string,
  selected: Option[] = [],
): Promise<FilterOptions> => {
  const rows = await readRows(db, userId)
  const projects = rows.filter(({ subject }) => subject.startsWith('project:'))
  const clients = new Map(projects.filter(({ client }) => client).map(({ client }) => [nameKey(client), client]))
  return {
    project: optionsOf({
      all: 'All projects',
      none: { value: 'project:none', label: 'No project' },
      offered: projects.map(({ subject, ...project }) => ({ value: subject, label: projectLabel(project) })),
      kind: /^project:/,
      selected,
    }),
    client: optionsOf({
      all: 'All clients',
      none: { value: 'client:none', label: 'No client' },
      offered: [...clients.values()]
        .toSorted((a, b) => a.localeCompare(b))
        .map((client) => ({ value: `client:=${client}`, label: client })),
      kind: /^client:/,
      selected,
    }),
    goal: optionsOf({
      all: 'All goals',
      none: { value: 'goal:none', label: 'No goal' },
      offered: rows
        .filter(({ subject }) => subject.startsWith('goal:'))
        .map(({ subject, name }) => ({ value: subject, label: name })),
      kind: /^goal(-tree)?:/,
      selected,
    }),
  }
}
