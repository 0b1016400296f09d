import type { User } from '../../lib/env'
import { tableName } from '../export/read/table-names'
import { tableNames } from '../export/read/tables'
import type { ChangeCounts } from './compare'
import type { Preview } from './preview'
import { type Mode, modes } from './steps'

const none: ChangeCounts = { added: 0, changed: 0, removed: 0 }

type ShownTable = { name: string } & Record<Mode, ChangeCounts>

const sum = ({ added, changed, removed }: ChangeCounts) => added + changed + removed

/** Tables that either mode would change, by the names shown to people. */
export const changedTables = ({ counts }: Pick<Preview, 'counts'>): ShownTable[] =>
  tableNames
    .map((table) => ({
      name: tableName(table),
      replace: counts.replace[table] ?? none,
      merge: counts.merge[table] ?? none,
    }))
    .filter(({ replace, merge }) => sum(replace) + sum(merge) > 0)

export const totalOf = (preview: Pick<Preview, 'counts'>, mode: Mode): ChangeCounts =>
  Object.values(preview.counts[mode]).reduce(
    (all, one) => ({
      added: all.added + one.added,
      changed: all.changed + one.changed,
      removed: all.removed + one.removed,
    }),
    none,
  )

export const nothingToRestore = 'Nothing to restore: everything in the file is already here.'

/** The modes that would change anything. Only `replace` also restores the user name and preferences. */
export const modesOf = (preview: Pick<Preview, 'counts' | 'user'>, { username, preferences }: User) => {
  const { user } = preview
  const isOther = user.username !== username || JSON.stringify(user.preferences) !== JSON.stringify(preferences)
  return modes.filter((mode) => sum(totalOf(preview, mode)) > 0 || (mode === 'replace' && isOther))
}
