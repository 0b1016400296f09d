/** Prints the triggers that keep a kind of row searchable, for a migration: `npm run triggers -- goal`. */
import type { KindEntry } from '../functions/lib/kind-entry'
import { kindEntries } from '../functions/lib/kinds'

const owner = (kind: string) => `replace(NEW.user_id || ' ' || NEW.user_id || '${kind}', '-', '')`

/**
 * The triggers that keep `search_documents` in step with a table. An edit replaces the document instead of updating it,
 * so that it moves to the top of the results. Each stands on one line, for D1's parser (docs/architecture.md).
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
  const values = `NEW.user_id, '${kind}', NEW.id, NEW.${title}, ${noteText}, ${tagText}, ${owner(kind)}`
  const insert = `INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (${values});`
  const remove = `DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = '${kind}' AND id = OLD.id;`
  const update = `UPDATE OF ${[...columns, 'deleted_at'].join(', ')} ON ${table}`
  return [
    `CREATE TRIGGER ${table}_insert_search AFTER INSERT ON ${table} WHEN ${isSearched} BEGIN ${insert} END;`,
    `CREATE TRIGGER ${table}_update_search_out BEFORE ${update} WHEN OLD.deleted_at IS NULL AND (${changed}) BEGIN ${remove} END;`,
    `CREATE TRIGGER ${table}_update_search_in AFTER ${update} WHEN ${isSearched} AND (${changed}) BEGIN ${insert} END;`,
    `CREATE TRIGGER ${table}_delete_search AFTER DELETE ON ${table} WHEN OLD.deleted_at IS NULL BEGIN ${remove} END;`,
  ]
}

if (import.meta.main) {
  for (const [kind, entry] of kindEntries) {
    if (process.argv.slice(2).includes(kind)) console.log(searchTriggers(kind, entry).join('\n\n'))
  }
}
