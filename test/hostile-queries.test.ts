import { beforeAll, describe, expect, test } from 'vitest'
import { request } from './support/client'
import { hostile, type Setting, settingOf } from './support/hostile/values'
import { inspect } from './support/html'
import { share } from './support/runs'

/** The parameters of every path that reads a query. */
const queries: Record<string, string[]> = {
  '/goals': ['q', 'kind', 'category', 'status', 'pace', 'parent', 'sort', 'before'],
  '/goals?status=completed': ['before', 'q'],
  '/sessions': ['from', 'to', 'subject', 'tag', 'q', 'cursor', 'shown_to'],
  '/sessions/new': ['date'],
  '/sessions/entry': ['entry', 'create'],
  '/sessions/entry/suggestions': ['entry', 'caret', 'create', 'list'],
  '/capture/suggestions': ['entry', 'caret', 'list', 'kind'],
  '/sessions/import': ['before'],
  '/sessions.csv': ['from', 'to', 'subject', 'tag', 'q'],
  '/stats/compare': ['from', 'to', 'than_from', 'than_to', 'sort', 'subject', 'by'],
  '/stats': ['range', 'from', 'to', 'group', 'month', 'stack', 'subject'],
  '/search': ['q', 'kind', 'cursor'],
  '/settings/days-off': ['after'],
  '/deleted': ['before'],
  '/sign-in': ['next'],
  '/auth/check-mail': ['next'],
  '/auth/verify': ['token'],
}

const cursors = [
  '1_',
  '_x',
  '999999999999999_x',
  '-1_x',
  '1e3_x',
  '2026-02-30_1_1_1',
  '2026-02-03_1_1_1',
  '2026-02-03_1',
]

let client: Setting['client']
beforeAll(async () => {
  client = (await settingOf('sessions')).client
})

const members = Object.entries(queries).flatMap(([path, names]) => names.map((name) => ({ path, name })))

describe('a query', () => {
  test.each(members.map((member, turn) => ({ ...member, turn })))(
    'of $path: $name is read, refused with a message or ignored',
    async ({ path, name, turn }) => {
      const values = [...Object.values(hostile).filter((value) => typeof value === 'string'), ...cursors]
      const faults: string[] = []
      for (const [index, value] of share(
        [...values, 'project:none', 'project:x', 'goal:', '2199-12-31'],
        7,
        turn,
      ).entries()) {
        const url = `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams({ [name]: value })}`
        const part = index % 2 === 0
        const isOpen = /^\/(sign-in|auth)/.test(path)
        const answer = isOpen ? await request(url) : await client.get(url, { part })
        const html = await answer.text()
        const add = (fault: string) => faults.push(`${value.slice(0, 40)}, as a ${part ? 'part' : 'page'}: ${fault}`)
        if (![200, 404, 410, 422].includes(answer.status)) add(`is ${answer.status}`)
        const { intruders, errorIds, hasSummary } = inspect(html)
        if (intruders.length > 0) add(`lets ${intruders} in`)
        if (answer.status === 422 && path !== '/sessions.csv' && errorIds.length === 0 && !hasSummary)
          add('says nothing')
        if (answer.status === 422 && path === '/sessions.csv' && !html.includes(`${name}: `)) add('names no field')
      }
      expect(faults).toEqual([])
    },
  )
})
