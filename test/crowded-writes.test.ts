import { describe, expect, test } from 'vitest'
import { ask, pathFor } from './callers'
import { rows, signedIn } from './client'
import { methodOf, routes } from './routes'
import { share } from './runs'

const writes = Object.keys(routes).filter((route) => methodOf(route) !== 'GET' && !/ \/dev\//.test(route))

const crowd = 20

/** Bodies with which a route writes; to the others `ask` sends its own. */
const forms: Record<string, Record<string, string>> = {
  'POST /timer/start': { title: 'Crowd' },
  'POST /goals': { title: 'Crowd' },
  'POST /projects': { name: 'Crowd' },
  'POST /tags/selected': { ids: 'crowd', act: 'rename', typed: 'rename', name: 'other' },
  'POST /sessions': { title: 'Crowd', date: '2026-03-03', started_at: '09:00', duration: '1h' },
  'POST /sessions/entry': { entry: '25m crowd @Crowd' },
  'POST /settings/days-off': { from: '2026-03-03' },
  'POST /whitelists/add': { package_name: 'org.example.crowd', choice: 'allow' },
}

describe(`of ${crowd} requests at once none fails:`, () => {
  test.each(share(writes, 20))('%s', async (route) => {
    const client = await signedIn()
    await rows("UPDATE users SET role = 'admin' WHERE id = ?", client.userId)
    const path = await pathFor(route, client)
    const fields = forms[route]
    const send = () => (fields ? client.post(path, fields) : ask(route, path, { Cookie: client.cookie }))
    const answers = await Promise.all(Array.from({ length: crowd }, send))
    expect([...new Set(answers.map(({ status }) => status))].filter((status) => status >= 500)).toEqual([])
  })
})
