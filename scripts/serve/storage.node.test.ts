import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dump, load } from './dump'
import { readSettings } from './settings'
import {
  appliedIn,
  backupsProblem,
  copiesFolder,
  copyAtNight,
  databaseFile,
  Held,
  holdFolder,
  jwtSecret,
  keepCopyBefore,
  migrateFile,
  refusalOf,
  refuseNoDatabase,
  restoreCopy,
  withFile,
} from './storage'

const migrations = join(import.meta.dirname, '../../migrations')

let state: string
let place: ReturnType<typeof readSettings>
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'daymark-storage-'))
  place = readSettings({ STATE_DIR: state, PUBLIC_URL: 'http://localhost', BACKUP_DIR: join(state, 'second') })
})
afterEach(() => rmSync(state, { recursive: true, force: true }))

const namesIn = (folder: string) => readdirSync(folder).sort()

/** A folder with the migrations of this version and more. */
const withMore = (more: Record<string, string>) => {
  const folder = join(state, 'migrations')
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(migrations).filter((name) => name.endsWith('.sql')))
    writeFileSync(join(folder, name), readFileSync(join(migrations, name)))
  for (const [name, sql] of Object.entries(more)) writeFileSync(join(folder, name), sql)
  return folder
}

const applied = () => withFile(databaseFile(place), appliedIn) ?? []

test('a database is copied before it is migrated, and a migration that fails leaves nothing', () => {
  expect(migrateFile(place, migrations).copy).toBeUndefined()
  expect(migrateFile(place, migrations)).toEqual({ missing: [], copy: undefined })
  const before = applied()
  const folder = withMore({
    '9990_one.sql': 'CREATE TABLE one (id);',
    '9991_two.sql': 'CREATE TABLE two (id); SELECT nothing;',
  })
  expect(() => migrateFile(place, folder)).toThrow('9991_two.sql failed')
  expect(applied()).toEqual([...before, '9990_one.sql'])
  const has = (name: string) =>
    withFile(databaseFile(place), (db) => db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(name)) !==
    undefined
  expect([has('one'), has('two')]).toEqual([true, false])
  const [copy = ''] = namesIn(copiesFolder(place))
  expect(copy).toMatch(/^before-9990-/)
  expect(withFile(join(copiesFolder(place), copy), appliedIn)).toEqual(before)
  expect(() => migrateFile(place, migrations)).toThrow('9990_one.sql, which this version does not know')
})

test('a copy is made each night from three, the last seven are kept, also in the second folder', () => {
  migrateFile(place, migrations)
  jwtSecret(state)
  expect(copyAtNight(place, new Date(2026, 10, 1, 2, 59))).toBeUndefined()
  for (let day = 1; day <= 9; day += 1) {
    expect(copyAtNight(place, new Date(2026, 10, day, 3, 0))?.file).toContain(`night-2026-11-0${day}.sqlite`)
    expect(copyAtNight(place, new Date(2026, 10, day, 23, 59))).toBeUndefined()
  }
  const kept = [3, 4, 5, 6, 7, 8, 9].map((day) => `night-2026-11-0${day}.sqlite`)
  expect(namesIn(copiesFolder(place))).toEqual(kept)
  expect(namesIn(place.backups ?? '')).toEqual([...kept, 'secret'])
  expect(statSync(join(state, 'secret')).mode & 0o077).toBe(0)
})

test('the copy before an older migration outlives older copies before newer ones', () => {
  migrateFile(place, migrations)
  mkdirSync(copiesFolder(place), { recursive: true })
  for (const day of [1, 2, 3])
    writeFileSync(join(copiesFolder(place), `before-007${day}-2026-11-0${day}T03-00-00.sqlite`), '')
  const { file, failure } = keepCopyBefore(place, '0001_account.sql')
  expect(failure).toBeUndefined()
  const kept = ['before-0072-2026-11-02T03-00-00.sqlite', 'before-0073-2026-11-03T03-00-00.sqlite']
  for (const folder of [copiesFolder(place), place.backups ?? ''])
    expect([folder, namesIn(folder)]).toEqual([folder, [basename(file), ...(folder === place.backups ? [] : kept)]])
})

test('a copy goes back where the database is damaged, and what is left of that is kept', () => {
  migrateFile(place, migrations)
  const good = copyAtNight(place, new Date(2026, 10, 1, 3))?.file ?? ''
  const damaged = readFileSync(databaseFile(place)).fill(7, 0, 50_000)
  writeFileSync(databaseFile(place), damaged)
  const aside = restoreCopy(place, good, migrations) ?? ''
  expect(readFileSync(aside).equals(damaged)).toBe(true)
  expect(applied()).toEqual(withFile(good, appliedIn))
})

test('only a sound copy of a version that is known goes back', () => {
  migrateFile(place, migrations)
  const good = copyAtNight(place, new Date(2026, 10, 1, 3))?.file ?? ''
  const bad = join(state, 'bad.sqlite')
  for (const content of ['', 'no database at all', readFileSync(good).subarray(0, 40_000)]) {
    writeFileSync(bad, content)
    expect(() => restoreCopy(place, bad, migrations)).toThrow('intact copy')
  }
  withFile(good, (db) => db.exec("INSERT INTO d1_migrations (name) VALUES ('9999_later.sql')"))
  expect(() => restoreCopy(place, good, migrations)).toThrow('9999_later.sql')
  expect(() => restoreCopy(place, join(state, 'none.sqlite'), migrations)).toThrow('doesn’t exist')
  expect(applied()).not.toContain('9999_later.sql')
})

test('a second folder that cannot be written stops no copy, no migration and no rotation, and gets the night later', () => {
  migrateFile(place, migrations)
  const blocked = join(state, 'blocked')
  writeFileSync(blocked, '')
  const backups = join(blocked, 'second')
  const failing = { ...place, backups }
  for (let day = 1; day <= 8; day += 1)
    expect(copyAtNight(failing, new Date(2026, 10, day, 3))).toMatchObject({
      failure: expect.stringMatching(/^BACKUP_DIR: /),
    })
  expect(namesIn(copiesFolder(place))).toHaveLength(7)
  const folder = withMore({ '9990_one.sql': 'CREATE TABLE one (id);' })
  expect(migrateFile(failing, folder)).toMatchObject({
    missing: ['9990_one.sql'],
    copy: { failure: expect.anything() },
  })
  rmSync(blocked)
  expect(copyAtNight(failing, new Date(2026, 10, 8, 4))).toEqual({ file: expect.stringContaining('2026-11-08') })
  expect(namesIn(backups)).toEqual(['night-2026-11-08.sqlite'])
  expect(copyAtNight(failing, new Date(2026, 10, 8, 5))).toBeUndefined()
})

test('what interrupted copies left is dropped, and a second folder that cannot be written says so', () => {
  migrateFile(place, migrations)
  expect(backupsProblem(place)).toBeUndefined()
  for (const folder of [copiesFolder(place), place.backups ?? '']) {
    mkdirSync(folder, { recursive: true })
    const part = join(folder, 'night-2026-10-01.sqlite.part')
    writeFileSync(part, '')
    utimesSync(part, 0, 0)
  }
  copyAtNight(place, new Date(2026, 10, 1, 3))
  expect(namesIn(copiesFolder(place))).toEqual(['night-2026-11-01.sqlite'])
  expect(namesIn(place.backups ?? '')).toEqual(['night-2026-11-01.sqlite'])
  writeFileSync(join(state, 'file'), '')
  expect(backupsProblem({ ...place, backups: join(state, 'file/second') })).toBe('BACKUP_DIR can’t be written: ENOTDIR')
})

test('a folder that is held, no folder, or full is refused in one sentence each', () => {
  const release = holdFolder(state)
  expect(() => holdFolder(state)).toThrow(Held)
  release()
  writeFileSync(join(state, 'file'), '')
  expect(() => holdFolder(join(state, 'file'))).toThrow(`can’t read and write ${join(state, 'file')}`)
  expect(() => refuseNoDatabase(place)).toThrow(`${state} has no database`)
  const full = Object.assign(new Error('database or disk is full'), { errcode: 13 })
  expect(refusalOf(full, state).message).toBe(`The disk of ${state} is full. Free some space, then try again.`)
  const other = new Error('9991_two.sql failed')
  expect(refusalOf(other, state)).toBe(other)
})

test.runIf(process.getuid?.() === 0)('what root puts back belongs to the owner of the folder', () => {
  migrateFile(place, migrations)
  const copy = join(state, 'copy.sqlite')
  writeFileSync(copy, readFileSync(copyAtNight(place, new Date(2026, 10, 1, 3))?.file ?? ''), { mode: 0o644 })
  for (const path of [
    state,
    ...readdirSync(state, { recursive: true, encoding: 'utf8' }).map((name) => join(state, name)),
  ])
    chownSync(path, 65_534, 65_534)
  const release = holdFolder(state)
  const aside = restoreCopy(place, copy, migrations) ?? ''
  release()
  for (const path of [databaseFile(place), aside, join(state, 'lock.sqlite')])
    expect([statSync(path).uid, statSync(path).gid, statSync(path).mode & 0o777]).toEqual([
      65_534,
      65_534,
      path.endsWith('lock.sqlite') ? 0o644 : 0o600,
    ])
})

const contents = (db: DatabaseSync) => {
  const tables = db
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'search_index%' AND name NOT LIKE 'sqlite%' ORDER BY name",
    )
    .all()
  return tables.map(({ name }) => [name, db.prepare(`SELECT * FROM "${name}"`).all()])
}

test('a dump makes the same database again, with its triggers and its search', () => {
  migrateFile(place, migrations)
  mkdirSync(dirname(databaseFile(place)), { recursive: true })
  withFile(databaseFile(place), (db) => {
    db.exec('CREATE TABLE odd (id INTEGER PRIMARY KEY, "a b" TEXT, blob BLOB, number REAL)')
    db.prepare('INSERT INTO odd ("a b", blob, number) VALUES (?, ?, ?)').run(
      "it''s\n\0 “é” 漢; --",
      new Uint8Array([0, 255, 39]),
      0.1 + 0.2,
    )
    db.prepare('INSERT INTO odd ("a b", blob, number) VALUES (?, ?, ?)').run(null, null, -1e300)
  })
  const again = new DatabaseSync(':memory:')
  const [before, schema] = withFile(databaseFile(place), (db) => {
    again.exec([...dump(db)].join(''))
    return [contents(db), db.prepare('SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name').all()]
  })
  expect(contents(again)).toEqual(before)
  const names = (rows: unknown[]) =>
    (rows as { name: string }[]).map(({ name }) => name).filter((name) => !name.startsWith('sqlite_'))
  expect(names(again.prepare('SELECT name FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name').all())).toEqual(
    names(schema),
  )
  again.close()

  const file = join(state, 'loaded.sqlite')
  load(
    withFile(databaseFile(place), (db) => [...dump(db)].join('')),
    file,
  )
  withFile(databaseFile(place), (db) => db.exec('DROP TABLE odd'))
  restoreCopy(place, file, migrations)
  expect(withFile(databaseFile(place), contents)).toEqual(before)
  expect(() =>
    load('CREATE TABLE a (id PRIMARY KEY); CREATE TABLE b (a REFERENCES a); INSERT INTO b VALUES (1)', `${file}2`),
  ).toThrow('refers to a missing row of a')
})
