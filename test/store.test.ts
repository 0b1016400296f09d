import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { unlisted } from './support/statements'
import { storeOf } from './support/store'

test('the database of tests has six calls, and says so of any other', async () => {
  const db = storeOf(env.DB)
  const one = db.prepare('SELECT ? AS one')
  expect(await one.bind(1).first('one')).toBe(1)
  expect((await one.bind(2).all()).results).toEqual([{ one: 2 }])
  expect((await one.bind(2).run()).success).toBe(true)
  const [batched] = await db.batch<{ one: number }>([one.bind(3)])
  expect(batched?.results).toEqual([{ one: 3 }])
  expect(() => db.withSession()).toThrow('A store has no withSession')
  expect(() => db.dump()).toThrow('A store has no dump')
  expect(() => one.raw()).toThrow('A store has no raw')
})

test('a statement about people’s rows names its person, or stands in a list', async () => {
  const own = 'SELECT title\n FROM tasks WHERE user_id = +? AND id = +?'
  const everybodys = 'SELECT title FROM tasks WHERE id = +?'
  const apps = 'SELECT label FROM apps WHERE package_name = +?'
  const joined = 'SELECT name FROM apps JOIN user_apps ON user_apps.package_name = apps.package_name'
  const secret = 'SELECT user_id FROM web_sessions WHERE id_hash = +?'
  expect(await unlisted(env.DB, [own, everybodys, apps, joined, secret])).toEqual([everybodys, joined])
})
