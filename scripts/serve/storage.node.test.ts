import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dump, load } from './dump'
import { readSettings } from './settings'
import {
  appliedIn,
  copiesFolder,
  copyAtNight,
  databaseFile,
  jwtSecret,
  migrateFile,
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
    expect(copyAtNight(place, new Date(2026, 10, day, 3, 0))).toContain(`night-2026-11-0${day}.sqlite`)
    expect(copyAtNight(place, new Date(2026, 10, day, 23, 59))).toBeUndefined()
  }
  const kept = [3, 4, 5, 6, 7, 8, 9].map((day) => `night-2026-11-0${day}.sqlite`)
  expect(namesIn(copiesFolder(place))).toEqual(kept)
  expect(namesIn(place.backups ?? '')).toEqual([...kept, 'secret'])
  expect(statSync(join(state, 'secret')).mode & 0o077).toBe(0)
})

test('a copy goes back where the database is damaged, and what is left of that is kept', () => {
  migrateFile(place, migrations)
  const good = copyAtNight(place, new Date(2026, 10, 1, 3)) ?? ''
  const damaged = readFileSync(databaseFile(place)).fill(7, 0, 50_000)
  writeFileSync(databaseFile(place), damaged)
  const aside = restoreCopy(place, good, migrations) ?? ''
  expect(readFileSync(aside).equals(damaged)).toBe(true)
  expect(applied()).toEqual(withFile(good, appliedIn))
})

test('only a sound copy of a version that is known goes back', () => {
  migrateFile(place, migrations)
  const good = copyAtNight(place, new Date(2026, 10, 1, 3)) ?? ''
  const bad = join(state, 'bad.sqlite')
  for (const content of ['', 'no database at all', readFileSync(good).subarray(0, 40_000)]) {
    writeFileSync(bad, content)
    expect(() => restoreCopy(place, bad, migrations)).toThrow('no sound copy')
  }
  withFile(good, (db) => db.exec("INSERT INTO d1_migrations (name) VALUES ('9999_later.sql')"))
  expect(() => restoreCopy(place, good, migrations)).toThrow('9999_later.sql')
  expect(() => restoreCopy(place, join(state, 'none.sqlite'), migrations)).toThrow('is not there')
  expect(applied()).not.toContain('9999_later.sql')
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
  ).toThrow('a row of a that is not there')
})
