import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSettings } from './serve/settings'
import { appliedIn, copiesFolder, databaseFile, migrateFile, withFile } from './serve/storage'
import { root } from './settings'

let state: string
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'daymark-rollback-'))
})
afterEach(() => rmSync(state, { recursive: true, force: true }))

const place = () => readSettings({ STATE_DIR: state, STATE_ID: 'daymark', ENVIRONMENT: 'development' })

const run = (script: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', `scripts/${script}.ts`, ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, STATE_DIR: state, STATE_ID: 'daymark' },
    encoding: 'utf8',
  })
  return { status, printed: stdout + stderr }
}

test('migrations are taken back only after a yes, and after a copy', () => {
  migrateFile(place(), join(root, 'migrations'))
  const applied = () => withFile(databaseFile(place()), appliedIn) ?? []
  const before = applied()
  expect(run('rollback')).toMatchObject({ status: 1, printed: expect.stringContaining('Add --yes') })
  expect([applied(), existsSync(copiesFolder(place()))]).toEqual([before, false])
  const { status, printed } = run('rollback', '2', '--yes')
  expect([status, applied()]).toEqual([0, before.slice(0, -2)])
  const [copy = ''] = readdirSync(copiesFolder(place()))
  expect(copy).toContain(`before-${before.at(-2)?.slice(0, 4)}-`)
  expect(printed).toContain(join(copiesFolder(place()), copy))
  expect(withFile(join(copiesFolder(place()), copy), appliedIn)).toEqual(before)
})

test.runIf(process.getuid?.() === 0)('what root copies and takes back belongs to the owner of the folder', () => {
  migrateFile(place(), join(root, 'migrations'))
  const all = () => [
    state,
    ...readdirSync(state, { recursive: true, encoding: 'utf8' }).map((name) => join(state, name)),
  ]
  for (const path of all()) chownSync(path, 65_534, 65_534)
  expect(run('rollback', '--yes').status).toBe(0)
  expect(all().filter((path) => statSync(path).uid === 0)).toEqual([])
})

test('a command where no database is names the folder, and makes nothing', () => {
  for (const [script, ...args] of [
    ['rollback', 'all', '--yes'],
    ['export', join(state, 'out.sql')],
  ] as [string, ...string[]][]) {
    expect(run(script, ...args)).toMatchObject({
      status: 1,
      printed: expect.stringContaining(`${state} has no database`),
    })
  }
  expect(readdirSync(state)).toEqual([])
})
