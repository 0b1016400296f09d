import { expect, test } from 'vitest'
import { newAdmin } from '../../functions/admin/testing'
import { pathFor } from '../callers'
import { operationsOf, readDescription } from './description'

/** Cursors of no list: wrong characters, no place in an order, and too long. */
const malformed = ['', ' ', '~', 'é', 'a b', '../x', "' OR 1=1 --", '\u0000', '🦊 ', 'x'.repeat(600)]

/** A cursor that is a package name may be any text without spaces. */
const named = ['/api/v1/admin/apps', '/api/v1/admin/users/{id}/apps']

test('a malformed cursor is 422 on every list that takes one', async () => {
  const admin = await newAdmin()
  const lists = operationsOf(await readDescription()).filter(({ operation }) =>
    operation.parameters?.some(({ name }) => name === 'cursor'),
  )
  expect(lists.length).toBeGreaterThan(10)
  for (const { path, operation } of lists) {
    const query = new URLSearchParams()
    for (const { name, required, in: place } of operation.parameters ?? []) {
      if (place === 'query' && required) query.set(name, name === 'q' ? 'thesis' : '2026-03-03')
    }
    const at = await pathFor(`GET ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`, admin)
    expect([at, (await admin.json('GET', `${at}?${query}`)).status]).toEqual([at, 200])
    const cursors = named.includes(path) ? [' ', 'a b', '\u0000', 'x'.repeat(600)] : [...malformed, 'nothing']
    for (const cursor of cursors) {
      query.set('cursor', cursor)
      const answer = await admin.json('GET', `${at}?${query}`)
      expect([at, cursor, answer.status, await answer.json()]).toEqual([
        at,
        cursor,
        422,
        expect.objectContaining({ errors: expect.arrayContaining([expect.objectContaining({ path: 'cursor' })]) }),
      ])
    }
  }
})
