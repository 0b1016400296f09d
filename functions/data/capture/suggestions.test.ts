import { beforeEach, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { importPlan, knotsText } from '../../learning/plans/testing'
import { putGoal, putProject } from '../../time/sessions/testing'

let client: Client
beforeEach(async () => {
  client = await signedIn({ time_zone: 'Etc/UTC' })
  await putProject(client, 'Thesis')
  await putGoal(client, 'High marks')
  await importPlan(client, knotsText('knots'))
  await client.json('POST', '/api/v1/tasks', { title: 'Call the bank' })
  await client.json('POST', '/api/v1/learnings', { title: 'CTEs', tags: ['sql'] })
  await client.post('/sessions', { date: '2026-03-03', started_at: '9:00', duration: '1h', title: 'Writing' })
})

/** Lines that the options make; `>` before the one that Enter takes. */
const offered = async (entry: string, kind = '') => {
  const query = new URLSearchParams({ entry, kind, list: 'line-entry' })
  const answer = await client.get(`/capture/suggestions?${query}`, { part: true, page: '/' })
  const options = (await answer.text()).matchAll(/aria-selected="(\w+)" id="line-entry-option-\d" data-line="([^"]*)"/g)
  return Array.from(options, ([, selected, line = '']) => {
    const text = line.replaceAll('&quot;', '"').replaceAll('&amp;', '&')
    return `${selected === 'true' ? '>' : ''}${text.trim()}`
  })
}

test('a line of each kind is offered the marks that it takes', async () => {
  expect(await offered('todo call @the')).toEqual(['>todo call @Thesis'])
  expect(await offered('todo call %kno')).toEqual(['>todo call %Knots', 'todo call %Knots/Sheet bend'])
  expect(await offered('todo call #s')).toEqual(['>todo call #sql', 'todo call #s'])
  expect(await offered('todo call ^call')).toEqual([])
  expect(await offered('learned x #s')).toEqual(['>learned x #sql', 'learned x #s'])
  expect(await offered('learned x @th')).toEqual(['>learned x @Thesis'])
  expect(await offered('goal 5h a week of @the')).toEqual(['>goal 5h a week of @Thesis'])
  expect(await offered('25m x ^call')).toEqual(['>25m x ^Call the bank'])
  expect(await offered('25m wri')).toEqual(['25m Writing'])
  for (const line of ['energy 4 3 @the', 'todo wri', 'todo call @nobody']) {
    expect([line, await offered(line)]).toEqual([line, []])
  }
  expect(await offered('call @the', 'energy')).toEqual([])
  expect(await offered('energy 4 3 @the', 'task')).toEqual(['>energy 4 3 @Thesis'])
})

test('people are offered where a line takes names', async () => {
  for (const name of ['Ada Byron', 'Adam', 'Bob']) await client.json('POST', '/api/v1/people', { name })
  expect(await offered('meet ad')).toEqual(['>meet Ada Byron', 'meet Adam'])
  expect(await offered('meet Ada')).toEqual(['meet Ada Byron', 'meet Adam'])
  expect(await offered('meeting with Ada Byron, b')).toEqual(['>meeting with Ada Byron, Bob'])
  expect(await offered('meet Ada Byron and bo')).toEqual(['>meet Ada Byron and Bob'])
  expect(await offered('meet Bob')).toEqual([])
  expect(await offered('meet Bob tomorrow @the')).toEqual(['>meet Bob tomorrow @Thesis'])
  expect(await offered('feedback ad')).toEqual(['>feedback Ada Byron:', 'feedback Adam:'])
  const none = ['meet Ada: b', 'feedback x, b', 'todo b', 'learned b', 'meet %', 'meet _', `meet ${'b'.repeat(80)}`]
  for (const line of none) expect([line, await offered(line)]).toEqual([line, []])
})

test('behind ! are goals in each line that has them, whatever word begins their title', async () => {
  const goal = 'todo call !High marks'
  for (const typed of ['!', '!hig', '!ma']) expect(await offered(`todo call ${typed}`)).toHaveLength(1)
  expect(await offered('todo call !hig')).toEqual([`>${goal}`])
  expect(await offered('25m x !hig')).toEqual(['>25m x !High marks'])
  expect(await offered('learned x !')).toEqual([])
  await client.post('/capture', { entry: goal })
  const query = 'SELECT priority, goals.title FROM tasks JOIN goals ON goals.id = goal_id WHERE tasks.user_id = ?'
  expect(await rows(query, client.userId)).toEqual([{ priority: 'medium', title: 'High marks' }])
})
