import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { runs } from '../../scripts/shares'
import { newState } from '../sync/store'
import { newHistory } from '../sync/testing/history'
import { newModel } from '../sync/testing/model'
import { modelService } from '../sync/testing/model-service'
import { play } from '../sync/testing/play'
import { settle } from '../sync/testing/settle'
import { interleavings } from '../sync/testing/steps'
import { newWorld } from '../sync/testing/world'
import { newFolder, removeFolders } from '../testing-folders'
import { openDatabase } from './database'
import { deviceStore } from './device-store'

afterEach(removeFolders)

test('devices that store in SQLite lose no write, whatever the order and wherever they crash', () =>
  fc.assert(
    fc.asyncProperty(interleavings(['purge', 'archive', 'restore']), async (steps) => {
      const databases: ReturnType<typeof openDatabase>[] = []
      const makeStore = (id: string) => {
        const database = openDatabase(':memory:')
        databases.push(database)
        const store = deviceStore(database)
        store.saveState(newState(id))
        return store
      }
      const history = newHistory()
      const world = newWorld(modelService(newModel(3), history), history, makeStore)
      for (const step of steps) await play(world, step)
      await settle(world)
      for (const database of databases) database.close()
    }),
    { numRuns: Math.max(1, Number(runs) * 20) },
  ))

test('a row comes back as it was saved', () => {
  const store = deviceStore(openDatabase(':memory:'))
  const row = { id: 's1', data: null, updated_at: 3, written_at: 5, confirmed: 2 }
  store.saveRow('session', row)
  expect(store.row('session', 's1')).toEqual(row)
})

test('a disk that is full is named, and what is there can still be read', () => {
  const db = openDatabase(join(newFolder('full'), 'daymark.db'))
  db.run('CREATE TABLE kept AS SELECT 1 AS one')
  db.get('PRAGMA max_page_count = 1')
  expect(() => db.run('INSERT INTO kept VALUES (zeroblob(100000))')).toThrow(/disk is full or can only be read/)
  expect(db.all('SELECT one FROM kept')).toEqual([{ one: 1 }])
  db.close()
})
