import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyCharacter } from '../../../test/support/characters'
import { type Client, origin, rows, signedIn } from '../../../test/support/client'
import { pathTo } from './path-to'

test('an id is one segment, whatever its text is', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: anyCharacter }), fc.constantFrom('.', '..', '../x?', '%2e%2e', '//a')),
      (id) => {
        fc.pre(id.isWellFormed() && id !== '')
        const { pathname, search, hash, origin: there } = new URL(pathTo`/tasks/${id}/complete`, origin)
        expect([there, search, hash]).toEqual([origin, '', ''])
        const [, tasks, segment = '', act, ...more] = pathname.split('/')
        expect([tasks, act, more]).toEqual(['tasks', 'complete', []])
        expect(decodeURIComponent(segment)).toBe(/^\.{1,2}$/.test(id) ? `${id}_` : id)
      },
    ),
  )
})

test('a query stands as it is', () => {
  expect(pathTo`/goals/${'a b'}/reopen?${new URLSearchParams({ status: 'not started' })}`).toBe(
    '/goals/a%20b/reopen?status=not+started',
  )
})

const hostile = [
  '../admin/users/evil/make-admin?',
  '../settings/sign-in/devices/evil?',
  '//evil.example',
  'evil#',
  '%2e%2e/evil',
]

/** The list of each kind, its table, and a row of it. */
const kinds: Record<string, { table?: string; body: object; api?: string }> = {
  goals: { body: { title: 'Row' } },
  projects: { body: { name: 'Row' } },
  cards: { body: { question: 'Row', answer: 'A' } },
  meetings: { body: { title: 'Row', date: '2026-03-03' } },
  'tasks/all': { table: 'tasks', api: 'tasks', body: { title: 'Row' } },
  skills: { body: { name: 'Row' } },
  learnings: { body: { title: 'Row', date: '2026-03-03' } },
  feedback: { body: { content: 'Row', date: '2026-03-03' } },
  organizations: { body: { name: 'Row', type: 'client' } },
  people: { body: { name: 'Row' } },
  energy: { table: 'energy_checkins', body: { energy_level: 4, engagement_level: 3 } },
}

const addresses = (html: string) =>
  [...html.matchAll(/ (?:href|action|formaction|hx-(?:get|post))="([^"]*evil[^"]*)"/g)].map(
    ([, address = '']) => address,
  )

const listed = async (client: Client, list: string) => {
  const { table = list, api = list, body } = kinds[list] ?? { body: {} }
  const added = await client.json('POST', `/api/v1/${api}`, body)
  expect([list, added.status]).toEqual([list, 201])
  return async (as: string) => {
    if (list === 'skills') await rows('DELETE FROM skill_progress WHERE user_id = ?', client.userId)
    await rows(`UPDATE ${table} SET id = ? WHERE user_id = ?`, as, client.userId)
    return (await client.get(`/${list}`)).text()
  }
}

describe('an id in the database that leads elsewhere', () => {
  test.each(Object.keys(kinds))('still names its own row, in the list of %s', async (list) => {
    const client = await signedIn()
    const show = await listed(client, list)
    for (const id of hostile) {
      const found = addresses(await show(id))
      expect([list, found.length > 0]).toEqual([list, true])
      const root = pathTo`/${list.split('/')[0]}/${id}`
      const elsewhere = found.filter((address) => {
        const { pathname, origin: there } = new URL(address.replaceAll('&amp;', '&'), `${origin}/${list}`)
        return there !== origin || (pathname.includes('evil') && pathname !== root && !pathname.startsWith(`${root}/`))
      })
      expect(elsewhere).toEqual([])
    }
  })
})
