/** Prints the triggers that keep a kind of row searchable, and its tags listed, for a migration: `npm run triggers -- goal`. */
import type { KindEntry } from '../functions/lib/kind-entry'
import { kindEntries } from '../functions/lib/kinds'
import { listedTagLimit } from '../functions/lib/tags'

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

const listedTag = `length(value) <= ${listedTagLimit}`

/** The triggers that keep `row_tags` in step with a table, whose own triggers count the tags. */
export const tagTriggers = (kind: string, { table, tagged }: Pick<KindEntry, 'table' | 'tagged'>) => {
  if (!tagged || tagged.isIn === 'ledger') return []
  const { date } = tagged
  const columns = ['tags', ...(date ? [date] : []), 'deleted_at']
  const changed = columns.map((column) => `OLD.${column} IS NOT NEW.${column}`).join(' OR ')
  const dateOf = (row: string) => (date ? `${row}.${date}` : "''")
  const has = (row: string) => `${row}.deleted_at IS NULL AND ${row}.tags <> '[]'`
  const tagsOf = (row: string) => `SELECT value FROM json_each(${row}.tags)`
  const stays = `${date ? `NEW.${date} = OLD.${date} AND ` : ''}NEW.deleted_at IS NULL AND tag IN (${tagsOf('NEW')})`
  const own = `user_id = OLD.user_id AND tag IN (${tagsOf('OLD')}) AND kind = '${kind}' AND date = ${dateOf('OLD')} AND id = OLD.id`
  const insert = `INSERT INTO row_tags (user_id, tag, kind, date, id) SELECT NEW.user_id, value, '${kind}', ${dateOf('NEW')}, NEW.id FROM json_each(NEW.tags) WHERE ${listedTag} ON CONFLICT (user_id, tag, kind, date, id) DO NOTHING;`
  const update = `UPDATE OF ${columns.join(', ')} ON ${table}`
  return [
    `CREATE TRIGGER ${table}_insert_tags AFTER INSERT ON ${table} WHEN ${has('NEW')} BEGIN ${insert} END;`,
    `CREATE TRIGGER ${table}_update_tags_out BEFORE ${update} WHEN ${has('OLD')} AND (${changed}) BEGIN DELETE FROM row_tags WHERE ${own} AND NOT (${stays}); END;`,
    `CREATE TRIGGER ${table}_update_tags_in AFTER ${update} WHEN ${has('NEW')} AND (${changed}) BEGIN ${insert} END;`,
    `CREATE TRIGGER ${table}_delete_tags AFTER DELETE ON ${table} WHEN ${has('OLD')} BEGIN DELETE FROM row_tags WHERE ${own}; END;`,
  ]
}

if (import.meta.main) {
  for (const [kind, entry] of kindEntries) {
    if (process.argv.slice(2).includes(kind))
      console.log([...searchTriggers(kind, entry), ...tagTriggers(kind, entry)].join('\n\n'))
  }
}
