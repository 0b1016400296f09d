import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Settings } from './settings'
import { appliedIn, copyDatabase, databaseFile, keysFile, storeFolder, withFile } from './storage'

/** Databases of a folder of Miniflare's, the latest first. */
const filesIn = (folder: string) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.sqlite') && name !== 'metadata.sqlite')
        .map((name) => join(folder, name))
        .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
    : []

/** Contents that lie in files of their own, in any of the folders of a store. */
const blobIn = (folder: string) => {
  const folders = readdirSync(folder).map((name) => join(folder, name, 'blobs'))
  return (id: unknown) => {
    const found = folders.map((blobs) => join(blobs, String(id))).find((path) => existsSync(path))
    return found ? readFileSync(found) : Buffer.alloc(0)
  }
}

const hasTable = (db: DatabaseSync, name: string) =>
  db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(name) !== undefined

const adoptObjects = (folder: string, files: string) => {
  for (const file of filesIn(join(folder, 'miniflare-R2BucketObject'))) {
    const blob = blobIn(folder)
    withFile(file, (db) => {
      if (!hasTable(db, '_mf_objects')) return
      const parts = db.prepare('SELECT blob_id FROM _mf_multipart_parts WHERE object_key = ? ORDER BY part_number')
      for (const { key, blob_id } of db.prepare('SELECT key, blob_id FROM _mf_objects').all()) {
        const ids = blob_id === null ? parts.all(String(key)).map((part) => part.blob_id) : [blob_id]
        const path = join(files, 'objects', ...String(key).split('/').map(encodeURIComponent))
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(path, Buffer.concat(ids.map(blob)))
      }
    })
  }
}

const adoptKeys = (folder: string, into: string) => {
  const [file] = filesIn(join(folder, 'miniflare-KVNamespaceObject'))
  if (!file) return
  const blob = blobIn(folder)
  const entries = withFile(file, (db) =>
    hasTable(db, '_mf_entries') ? db.prepare('SELECT key, blob_id, expiration FROM _mf_entries').all() : [],
  )
  mkdirSync(dirname(into), { recursive: true, mode: 0o700 })
  withFile(into, (db) => {
    db.exec('PRAGMA journal_mode = WAL')
    db.exec('CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value BLOB, expires INTEGER)')
    const insert = db.prepare('INSERT OR REPLACE INTO entries VALUES (?, ?, ?)')
    for (const { key, blob_id, expiration } of entries)
      insert.run(String(key), blob(blob_id), expiration === null ? null : Number(expiration))
  })
}

/**
 * Copies the data of an earlier version's `npm start` in this state folder, once, and keeps the original. Returns the file of
 * its database, or undefined.
 */
export const adopt = (settings: Settings) => {
  const old = join(settings.state, 'v3')
  if (existsSync(databaseFile(settings))) return undefined
  const database = filesIn(join(old, 'd1/miniflare-D1DatabaseObject')).find(
    (file) => withFile(file, appliedIn) !== null,
  )
  if (!database) return undefined
  mkdirSync(dirname(databaseFile(settings)), { recursive: true, mode: 0o700 })
  adoptObjects(join(old, 'r2'), join(storeFolder(settings), 'files'))
  adoptKeys(join(old, 'kv'), keysFile(settings))
  // Last, as its presence says that all of it was copied.
  copyDatabase(database, databaseFile(settings))
  return database
}
