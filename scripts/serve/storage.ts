import { createHash, createHmac, randomBytes } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { newPushKeys } from '../push-keys'
import { storeKeys } from './config'
import { requireLong, type Settings } from './settings'

/**
 * Name of the file of an object of workerd: SHA-256 of the key of its namespace signs its name, and the half of that
 * signs itself (`ActorIdFactoryImpl` in workerd). A test compares it with the file that workerd writes.
 */
const fileOf = (key: string, name = 'daymark') => {
  const signer = createHash('sha256').update(key).digest()
  const sign = (content: string | Buffer) => createHmac('sha256', signer).update(content).digest().subarray(0, 16)
  const base = sign(name)
  return `${key}/${Buffer.concat([base, sign(base)]).toString('hex')}.sqlite`
}

type Place = Pick<Settings, 'state' | 'stateId' | 'backups'>

/** Folder of the stores. */
export const storeFolder = ({ state, stateId }: Place) => join(state, stateId)
export const databaseFile = (place: Place) => join(storeFolder(place), fileOf(storeKeys.database))
export const keysFile = (place: Place) => join(storeFolder(place), fileOf(storeKeys.keys))

/** Folder of copies of the database. */
export const copiesFolder = ({ state }: Place) => join(state, 'copies')

/** Runs work on a file of SQLite, and closes it. */
export const withFile = <T>(file: string, work: (db: DatabaseSync) => T) => {
  const db = new DatabaseSync(file, { timeout: 5_000 })
  try {
    return work(db)
  } finally {
    db.close()
  }
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

/** Errors in words for the person who runs the server. */
export class Refusal extends Error {}

/** Thrown while another process holds the state folder. */
export class Held extends Refusal {}

/** An error of the file system (`code`) or of SQLite (`errcode`). */
type StorageError = Error & { code?: string; errcode?: number }

/** Primary result codes of SQLite. */
const sqlite = { perm: 3, busy: 5, readonly: 8, ioError: 10, full: 13, cannotOpen: 14 }

const primaryCode = ({ errcode = 0 }: StorageError) => errcode & 0xff

/** Free bytes below which an error of SQLite comes of a full disk, whatever its code. */
const fullBelow = 64 * 1024

const freeBytes = (folder: string) => {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

export const diskFull = (state: string) => new Refusal(`The disk of ${state} is full. Free some space, then try again.`)

/** The refusal for an error of the file system or of SQLite in the state folder; any other error unchanged. */
export const refusalOf = (error: StorageError, state: string) => {
  const { perm, readonly, ioError, full, cannotOpen } = sqlite
  const sqliteCode = primaryCode(error)
  const isOfStorage = [perm, readonly, ioError, full, cannotOpen].includes(sqliteCode)
  if (!isOfStorage && !/^E(NOSPC|DQUOT|ACCES|PERM|ROFS|NOTDIR|EXIST|IO)$/.test(error.code ?? '')) return error
  if (error.code === 'ENOSPC' || sqliteCode === full || freeBytes(state) < fullBelow) return diskFull(state)
  return new Refusal(`User ${process.getuid?.()} can’t read and write ${state}: ${error.message}.`)
}

/**
 * Holds the state folder until this process ends, however it ends: the system takes a lock of a file back. Returns a
 * function that releases it, and hands what root wrote to the folder's owner.
 * @throws Held while another process holds it; Refusal if it cannot be written
 */
export const holdFolder = (state: string) => {
  try {
    mkdirSync(state, { recursive: true, mode: 0o700 })
    const db = new DatabaseSync(join(state, 'lock.sqlite'))
    try {
      db.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE')
    } catch (error) {
      db.close()
      throw error
    }
    return () => {
      db.close()
      giveToOwner(state)
    }
  } catch (error) {
    if (primaryCode(error as StorageError) === sqlite.busy)
      throw new Held(`A server is running on ${state}. Stop it first.`)
    throw refusalOf(error as StorageError, state)
  }
}

/** @throws Refusal that names the folder if it has no database */
export const refuseNoDatabase = (place: Place, more = '') => {
  if (!existsSync(databaseFile(place)))
    throw new Refusal(`${place.state} has no database of Daymark. Set STATE_DIR to the folder of your server.${more}`)
}

/** The secret that all keys come from: the setting, else one that is made at the first start and kept. */
export const jwtSecret = (state: string) => {
  const file = join(state, 'secret')
  if (!existsSync(file)) writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' })
  const secret = readFileSync(file, 'utf8')
  requireLong(file, secret || ' ')
  return secret
}

/** Keys of Web Push, generated once: with new keys, browsers would reject pushes until their person's next visit. */
export const pushKeys = (state: string): ReturnType<typeof newPushKeys> => {
  const file = join(state, 'push-keys.json')
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(newPushKeys()), { mode: 0o600, flag: 'wx' })
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** Names of the applied migrations; null if it is no database of Daymark. */
export const appliedIn = (db: DatabaseSync) => {
  const hasTable = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'd1_migrations'").get()
  if (!hasTable) return null
  return db
    .prepare('SELECT name FROM d1_migrations ORDER BY id')
    .all()
    .map(({ name }) => String(name))
}

const migrationsIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()

/** @throws Refusal where a database has a migration that this version does not know */
export const refuseUnknown = (applied: string[], folder: string) => {
  const unknown = applied.find((name) => !migrationsIn(folder).includes(name))
  if (unknown)
    throw new Refusal(
      `This database has ${unknown}, which this version does not know. Start the version that wrote it, or restore an earlier copy (docs/self-hosting.md).`,
    )
}

const createTable = `CREATE TABLE IF NOT EXISTS d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`

const stamp = () => new Date().toISOString().slice(0, 19).replaceAll(':', '-')

/** Copies a database, also while a server writes it, and reads the copy back. @throws Error where it is not sound */
export const copyDatabase = (from: string, to: string) => {
  const part = `${to}.part`
  rmSync(part, { force: true })
  try {
    withFile(from, (db) => db.exec(`VACUUM INTO ${quoted(part)}`))
    const [row] = withFile(part, (db) => db.prepare('PRAGMA quick_check').all())
    if (row?.quick_check !== 'ok') throw new Error(`The copy ${part} is damaged: ${row?.quick_check}`)
    chmodSync(part, 0o600)
    renameSync(part, to)
  } finally {
    rmSync(part, { force: true })
  }
}

/** A copy of the database, and why it is not in the second folder. */
type Copy = { file: string; failure?: string }

type CopyKind = 'before' | 'night'

/** Age in ms from which an unfinished copy was interrupted. */
const oldAfter = 60 * 60 * 1000

/** When a copy was made, by its name. The number of a migration in it says nothing about that. */
const madeAt = (name: string) => name.replace(/^before-\d{4}-/, '')

/** Deletes copies over the number, the oldest first, and what a copy that was interrupted left behind. */
const dropOldCopies = (folder: string, kind: CopyKind, kept: number) => {
  const names = readdirSync(folder).filter((name) => name.startsWith(`${kind}-`))
  const copies = names.filter((name) => name.endsWith('.sqlite')).sort((a, b) => (madeAt(a) < madeAt(b) ? -1 : 1))
  const isOld = (name: string) => Date.now() - statSync(join(folder, name)).mtimeMs > oldAfter
  const unfinished = names.filter((name) => name.endsWith('.part') && isOld(name))
  for (const old of [...copies.slice(0, -kept), ...unfinished]) rmSync(join(folder, old))
}

/** Copies a backup and the secret into the second folder. Sealed values cannot be read without the secret. */
const copyToSecond = (folder: string, file: string, state: string) => {
  mkdirSync(folder, { recursive: true })
  const second = join(folder, basename(file))
  try {
    copyFileSync(file, `${second}.part`)
    renameSync(`${second}.part`, second)
  } finally {
    rmSync(`${second}.part`, { force: true })
  }
  const secret = join(state, 'secret')
  if (existsSync(secret)) copyFileSync(secret, join(folder, 'secret'))
}

/**
 * Copies the database into the folder of copies, and a second folder where there is one, and drops the oldest of its
 * kind. A second folder that fails stops nothing. A copy that exists is not made again.
 */
export const keepCopy = (place: Place, kind: CopyKind, name: string, kept: number): Copy => {
  const folder = copiesFolder(place)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `${kind}-${name}.sqlite`)
  if (!existsSync(file)) copyDatabase(databaseFile(place), file)
  dropOldCopies(folder, kind, kept)
  if (!place.backups) return { file }
  try {
    copyToSecond(place.backups, file, place.state)
    dropOldCopies(place.backups, kind, kept)
    return { file }
  } catch (error) {
    return { file, failure: `BACKUP_DIR: ${(error as Error).message}` }
  }
}

/** Copies the database before a migration, or before it is taken back; the last three are kept. */
export const keepCopyBefore = (place: Place, migration: string) =>
  keepCopy(place, 'before', `${migration.slice(0, 4)}-${stamp()}`, 3)

/** Why the second folder cannot be written; undefined if it can, or if there is none. */
export const backupsProblem = ({ backups }: Place) => {
  if (!backups) return undefined
  try {
    mkdirSync(backups, { recursive: true })
    accessSync(backups, constants.W_OK)
  } catch (error) {
    return `BACKUP_DIR can’t be written: ${(error as StorageError).code}`
  }
}

/** Hour of the local day from which the night's copy is made. */
const copyHour = 3

/** Makes the copy of a night in each folder that lacks it; the last seven are kept. Undefined if none does. */
export const copyAtNight = (place: Place, now: Date): Copy | undefined => {
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
  const date = parts.map((part) => String(part).padStart(2, '0')).join('-')
  const folders = [copiesFolder(place), ...(place.backups ? [place.backups] : [])]
  if (now.getHours() < copyHour || folders.every((one) => existsSync(join(one, `night-${date}.sqlite`))))
    return undefined
  return keepCopy(place, 'night', date, 7)
}

/** Applies the migrations that the database lacks, each whole or not at all, after a copy where it holds anything. Returns their names. */
export const migrateFile = (place: Place, folder: string) => {
  const file = databaseFile(place)
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
  const applied = withFile(file, (db) => {
    db.exec('PRAGMA journal_mode = WAL')
    return appliedIn(db) ?? []
  })
  refuseUnknown(applied, folder)
  const missing = migrationsIn(folder).filter((name) => !applied.includes(name))
  if (missing.length === 0) return { missing, copy: undefined }
  const copy = applied.length > 0 ? keepCopyBefore(place, missing[0] ?? '') : undefined
  withFile(file, (db) => {
    db.exec(createTable)
    for (const name of missing) {
      db.exec('BEGIN')
      try {
        db.exec(readFileSync(join(folder, name), 'utf8'))
        db.prepare('INSERT INTO d1_migrations (name) VALUES (?)').run(name)
        db.exec('COMMIT')
      } catch (error) {
        db.exec('ROLLBACK')
        throw new Error(`${name} failed and was rolled back: ${(error as Error).message}`)
      }
    }
  })
  return { missing, copy }
}

/** Replaces the database by a copy; the old one is kept with the copies. @throws Refusal if the file is no copy */
export const restoreCopy = (place: Place, copy: string, folder: string) => {
  if (!existsSync(copy)) throw new Refusal(`${copy} doesn’t exist.`)
  const applied = (() => {
    try {
      return withFile(copy, (db) => {
        const [row] = db.prepare('PRAGMA integrity_check').all()
        return row?.integrity_check === 'ok' ? appliedIn(db) : null
      })
    } catch {
      return null
    }
  })()
  if (!applied) throw new Refusal(`${copy} isn’t an intact copy of a Daymark database.`)
  refuseUnknown(applied, folder)
  const file = databaseFile(place)
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
  mkdirSync(copiesFolder(place), { recursive: true, mode: 0o700 })
  const part = `${file}.part`
  copyFileSync(copy, part)
  chmodSync(part, 0o600)
  let aside: string | undefined
  if (existsSync(file)) {
    aside = join(copiesFolder(place), `replaced-${stamp()}.sqlite`)
    try {
      copyDatabase(file, aside)
    } catch {
      // The database is damaged, perhaps the reason for the restore: its files are kept unchanged.
      for (const end of ['', '-wal'].filter((one) => existsSync(file + one))) renameSync(file + end, aside + end)
    }
  }
  for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
  renameSync(part, file)
  return aside
}

/** Hands files that root wrote to the folder's owner, who runs the server. */
const giveToOwner = (folder: string) => {
  const { uid, gid } = statSync(folder)
  if (process.getuid?.() !== 0 || uid === 0) return
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name)
    if (lstatSync(path).uid === 0) lchownSync(path, uid, gid)
  }
}
