import type { IconName } from '../../views/ui/icon'

/**
 * A kind of thing that a person can search, restore, export and link to. Its table has `user_id`, `id`, `seq` and
 * `deleted_at`. Column names and SQL in here are constants of the code, put into statements as they are.
 */
export type KindEntry = {
  one: string
  many: string
  icon: IconName
  table: string
  /** Path of a row; the API has the same path below /api/v1. `parentId` is set where the kind has a `parent`. */
  path: (id: string, parentId: string | null) => string
  /** SQL of the organization that a row names, and of the project whose organization it has otherwise (lib/org.ts). */
  org: { own?: string; project?: string }
  /** The kind whose row it is a part of, and the column with that row's id. */
  parent?: { kind: 'goal'; column: string }
  /** Columns that a search looks in. `notes` can be several, `tags` is a JSON list. */
  search: { title: string; notes?: string | readonly string[]; tags?: string; isOptional?: boolean }
  /**
   * Set where its rows have tags of the one list, as JSON in the column `tags`: the page that lists those with a tag, and
   * the column with the date by which it does. `isIn` where the column follows from something else, or the ledger has
   * the tags, too.
   */
  tagged?: { list: string; date?: string; isIn?: 'ledger' | 'markdown' }
  /** Under "Recently deleted": SQL for what is shown beside the title, and which deleted rows are not listed. */
  deleted?: { detail?: string; started_at?: string; time_zone?: string; duration_seconds?: string; where?: string }
  /** Rows that the export reads at once, where they are long. */
  rowsAtOnce?: number
}
