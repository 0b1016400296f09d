import { describe, expect, test } from 'vitest'
import { rows, signedIn } from '../../../../test/support/client'
import { stopClock } from '../../../../test/support/clock'
import { put } from '../../../time/sessions/testing'
import { monday, on, page, person, zone } from './testing'

stopClock('2026-03-11T15:00:00Z')

describe('the sheet', () => {
  test('finds rows by a project, its client, a goal or a task, and pairs of them', async () => {
    const { client, thesis, website } = await person()
    await client.json('PATCH', `/api/v1/projects/${website}`, { client: 'Harbour Clinic' })
    for (const title of ['Read a novel', 'Write a novel']) await client.json('POST', '/api/v1/goals', { title })
    const goals = await rows<{ id: string }>('SELECT id FROM goals WHERE user_id = ? ORDER BY title', client.userId)
    const [read = '', write = ''] = goals.map(({ id }) => id)
    const task = { title: 'Order tiles', project_id: website, goal_id: write }
    await client.json('POST', '/api/v1/tasks', task)
    const [{ id: tiles } = { id: '' }] = await rows<{ id: string }>(
      'SELECT id FROM tasks WHERE user_id = ?',
      client.userId,
    )
    await put(client, `${on(1)}T09:00Z`, 60, { project_id: thesis, goal_id: read, ...zone })
    const found = async (find: string, more = '') => {
      const html = await (await client.get(`/week/rows?date=${monday}&find=${find}${more}`, { part: true })).text()
      return [...html.matchAll(/add=([^"]*)"/g)].map(([, key = '']) => decodeURIComponent(key))
    }
    expect(await found('harb')).toEqual([`${website}~~`, `${website}~${write}~${tiles}`])
    expect(await found('tiles')).toEqual([`${website}~${write}~${tiles}`])
    expect(await found('novel')).toEqual([`${thesis}~${read}~`, `~${write}~`, `${website}~${write}~${tiles}`])
    expect(await found('thesis wri')).toEqual([`${thesis}~${write}~`])
    expect(await found('', `&shown=${thesis}~${read}~`)).not.toContain(`${thesis}~${read}~`)
    expect((await found(''))[0]).toBe(`${thesis}~${read}~`)
    const stranger = await person()
    expect(await (await stranger.client.get('/week/rows?find=harb', { part: true })).text()).toContain(
      'Create project “<bdi>harb</bdi>”',
    )
    expect(await found('no pro')).toEqual(['~~'])
    await client.json('POST', '/api/v1/projects', { name: 'Thesaurus' })
    const last = await found('thes', `&shown=${thesis}~~,${thesis}~${read}~`)
    expect(last.map((key) => key.endsWith('again=yes'))).toEqual([false, true, true])
  })

  test('creates a project for words that find none, as a row', async () => {
    const { client } = await person()
    const create = (name: string) => client.post('/week/project', { create: name, date: monday, find: name, shown: '' })
    const answer = await create('Gardening')
    const html = await (await client.get(answer.headers.get('Location') ?? '')).text()
    expect([answer.status, html]).toEqual([303, expect.stringMatching(/Gardening · No goal[^>]*"[^>]*>/)])
    expect(html).toContain('autofocus')
    const [{ count } = { count: 0 }] = await rows<{ count: number }>(
      "SELECT count(*) AS count FROM projects WHERE user_id = ? AND name_key = 'gardening'",
      client.userId,
    )
    expect([count, (await create(' gardening ')).status, (await create(' ')).status]).toEqual([1, 303, 422])
  })

  test('of a new account has a row to type into', async () => {
    const client = await signedIn(zone)
    const html = await (await client.get(page())).text()
    expect(html).toMatch(new RegExp(`name="${monday}~0~~~"`))
    expect(html).not.toContain('Remove row')
  })

  test('adds the row that words name, with the focus in it; of several the page offers each', async () => {
    const { client, thesis, website } = await person()
    const add = async (find: string, part = false) => {
      const answer = await client.get(`/week/row?date=${monday}&find=${find}`, { part })
      return (await client.get(answer.headers.get('Location') ?? '')).text()
    }
    expect(await add('web')).toMatch(new RegExp(`name="${monday}~0~${website}~~"[^>]* autofocus`))
    await client.json('POST', '/api/v1/projects', { name: 'Weblog' })
    const several = await add('web')
    expect(several.match(/role="option"/g)).toHaveLength(3)
    expect(several).toMatch(/name="find"[^>]* autofocus/)
    expect(await add('web', true)).toMatch(/name="[\d-]+~0~[^"]*"[^>]* autofocus/)
    expect(await add('@nothing')).toContain('Create project “<bdi>nothing</bdi>”')
    expect(await add('1.5')).not.toContain('Create project')
    expect(await add('nothing')).toContain('Create project “<bdi>nothing</bdi>”')
    expect(await add('WEBLOG', true)).not.toContain('Create project')
    expect(thesis).not.toBe('')
  })
})
