import { env } from 'cloudflare:workers'
import type { Context } from 'hono'
import { expect, test } from 'vitest'
import { signedIn } from '../../../test/support/client'
import { stale } from '../db/sql'
import type { App } from '../env'
import { type Resource, type ResourceRow, setLatest } from './resource'

type Titled = ResourceRow & { title: string }

const row: Titled = { id: '1', seq: 1, updated_at: 0, title: 'Old' }

/** Sets the title of a row that another write brought to `present` since it was read; says which versions were tried. */
const setTitle = async (present: Titled | null, title: string) => {
  const { userId } = await signedIn()
  const tried: number[] = []
  const resource = {
    name: 'row',
    find: async () => present,
    update: (db: D1Database, _: string, { seq }: Titled) => {
      tried.push(seq)
      return [db.prepare(seq === present?.seq ? 'SELECT 1' : `SELECT ${stale.text}`)]
    },
  } as unknown as Resource<Titled, object>
  const c = { env, var: { user: { id: userId } } } as unknown as Context<App>
  return { isThere: await setLatest(c, resource, row, { title }), tried }
}

test('an action that another write overtook is done on the version of that', async () => {
  expect(await setTitle({ ...row, seq: 2 }, 'New')).toEqual({ isThere: true, tried: [1, 2] })
})

test('an action on a row that is as it says writes nothing, and one that is gone is missed', async () => {
  expect(await setTitle(row, 'Old')).toEqual({ isThere: true, tried: [] })
  expect(await setTitle({ ...row, seq: 2, title: 'New' }, 'New')).toEqual({ isThere: true, tried: [1] })
  expect(await setTitle(null, 'New')).toEqual({ isThere: false, tried: [1] })
})
