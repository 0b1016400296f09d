import { expect, it } from 'vitest'
import { part } from './sql'

it('binds values behind a sign, so that SQLite does not plan again for each of them', () => {
  const newest = part`SELECT id FROM plans WHERE user_id = ${'one'} ORDER BY id DESC LIMIT ${5}`
  expect(part`SELECT id FROM (${newest}) WHERE id > ${'a'}`).toEqual({
    text: 'SELECT id FROM (SELECT id FROM plans WHERE user_id = +? ORDER BY id DESC LIMIT +?) WHERE id > +?',
    values: ['one', 5, 'a'],
  })
})
