/** Prints the triggers that keep a kind of row searchable, for a migration: `npm run triggers -- goal`. */
import '../functions/areas'
import type { KindEntry } from '../functions/lib/feature'
import { kindEntries } from '../functions/lib/kinds'

/**
 * The triggers that keep `search_documents` in step with a table. A document without a title only takes the place of the
 * one before. Each stands on one line, for D1's parser (docs/architecture.md).
 */
export const searchTriggers = (kind: string, { table, search }: Pick<KindEntry, 'table' | 'search'>) => {
  const { title, notes = [], tags, isOptional } = search
  const noteColumns = [notes].flat()
  const columns = [title, ...noteColumns, tags].filter((column) => column !== undefined)
  const hasWords = columns.map((column) => `NEW.${column} <> ${column === tags ? "'[]'" : "''"}`).join(' OR ')
  const isSearched = `NEW.deleted_at IS NULL${isOptional ? ` AND (${hasWords})` : ''}`
  const changed = [...columns, 'deleted_at'].map((column) => `OLD.${column} IS NOT NEW.${column}`).join(' OR ')
  const tagText = tags ? `coalesce((SELECT group_concat(value, ' ') FROM json_each(NEW.${tags})), '')` : "''"
  const noteText = noteColumns.map((column) => `NEW.${column}`).join(' || char(10) || ') || "''"
  const store = (titleText: string) =>
    `INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, '${kind}', NEW.id, ${titleText}, ${noteText}, ${tagText});`
  const update = `UPDATE OF ${[...columns, 'deleted_at'].join(', ')} ON ${table}`
  return [
    `CREATE TRIGGER ${table}_insert_search AFTER INSERT ON ${table} WHEN ${isSearched} BEGIN ${store(`NEW.${title}`)} END;`,
    `CREATE TRIGGER ${table}_update_search AFTER ${update} WHEN ${changed} BEGIN ${store(`iif(${isSearched}, NEW.${title}, NULL)`)} END;`,
  ]
}

if (import.meta.main) {
  for (const [kind, entry] of kindEntries) {
    if (process.argv.slice(2).includes(kind)) console.log(searchTriggers(kind, entry).join('\n\n'))
  }
}
