import { expect, test } from 'vitest'
import { signedIn } from '../../../test/support/client'
import { putProject, words } from '../../time/sessions/testing'

test('what a goal counts is searched: chosen ones first, seven at most, with their kinds', async () => {
  const client = await signedIn()
  const thesis = await putProject(client, 'Thesis')
  for (let n = 1; n <= 9; n += 1) await putProject(client, `Website ${n}`)
  const find = async (query: string) => {
    const answer = await client.get(`/goals/counts?list=x&${query}`, { part: true })
    return answer.text()
  }
  expect(words(await find('find=thes'))).toBe(' Thesis Projects ')
  const chosen = await find(`find=website&counts=&counts=project:${thesis}`)
  expect(chosen.match(/type="checkbox"/g)).toHaveLength(8)
  expect(chosen.match(/ checked/g)).toHaveLength(1)
  expect(words(chosen)).toMatch(/^ Thesis Projects Website 1 Projects /)
  expect(await find('find=thes&mark=not%20')).toContain(`value="not project:${thesis}"`)
  expect(await find('find=nowhere')).toContain('Nothing matches “nowhere”')
  const form = await (await client.get('/goals/new')).text()
  expect(form.replace(/<noscript>.*?<\/noscript>/gs, '')).not.toContain('Website 1')
})
