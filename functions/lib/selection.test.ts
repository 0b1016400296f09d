import { expect, test } from 'vitest'
import { signedIn } from '../../test/client'
import { putProject, words } from '../time/sessions/testing'
import { selectionLimit } from './selection'

const values = (count: number) => Array.from({ length: count }, (_, index) => `none ${index}`)
const many = (name: string, count: number) => new URLSearchParams(values(count).map((value) => [name, value]))

test.each([
  ['/projects/activate', 'project'],
  ['/projects/delete', 'project'],
  ['/projects/deactivate', 'project'],
  ['/tags/activate', 'tag'],
  ['/tags/delete', 'tag'],
])('%s refuses more than can be selected, rather than leaving some out', async (path, name) => {
  const client = await signedIn()
  const answer = await client.post(path, { [name]: values(selectionLimit + 1) })
  expect(answer.status).toBe(422)
  expect(words(await answer.text())).toContain('Select at most 200 at a time. You selected 201.')
})

test('the pages of a list take the selection along, as far as an address reaches, and say what they left out', async () => {
  const client = await signedIn()
  const id = await putProject(client, 'Thesis')
  const page = async (query: URLSearchParams) => (await client.get(`/projects?${query}`)).text()
  const two = await page(new URLSearchParams([...many('project', 2), ['project', id], ['project', '"><b>']]))
  expect(two).toMatch(new RegExp(`<input[^>]*type="checkbox"[^>]*value="${id}"[^>]* checked`))
  expect(words(two)).toContain('3 selected on other pages')
  expect(two).toContain('<input type="hidden" name="project" value="none 1"/>')
  expect(two).not.toContain('"><b>')
  const much = await page(many('project', selectionLimit + 5))
  expect(words(much)).toContain('200 selected on other pages')
  expect(words(much)).toContain('At most 200 can be selected across pages: 5 no longer are')
})
