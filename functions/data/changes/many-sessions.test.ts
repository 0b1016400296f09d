import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { subjectTotals, wrongSums } from '../../../test/support/models/sums'
import { share } from '../../../test/support/runs'
import { clientOf } from '../../lib/org'
import { newSession, putAll, putProject } from '../../time/sessions/testing'
import { actOn, undoLast } from './testing'

const start = Date.UTC(2020, 0, 1)

/** Many sessions of a project with tags. */
const many = async (client: Client, count: number) => {
  const project = await putProject(client, 'Old')
  await putAll(
    client,
    Array.from({ length: count }, (_, n) =>
      newSession(start + n * 5 * 3_600_000, 150, {
        project_id: project,
        title: `Work ${n}`,
        tags: ['one', 'two', 'three'].slice(0, n % 4),
      }),
    ),
  )
  return project
}

const organizationOf = async (project: string) => {
  const [row] = await rows<{ id: string }>('SELECT organization_id AS id FROM projects WHERE id = ?', project)
  return row?.id ?? ''
}

/** Changes of all sessions at once. */
const writers = {
  'a merge of projects': async (client: Client, old: string) => {
    await client.post(`/projects/${old}/merge`, { into: await putProject(client, 'New') })
  },
  'a new name for tags': async (client: Client) => {
    await actOn(client, '/tags', 'archive', ['one'])
    await actOn(client, '/tags', 'rename', ['one'], { name: 'first' })
  },
  'tags that become another': async (client: Client) => {
    await actOn(client, '/tags', 'rename', ['one', 'three'], { name: 'two' })
  },
  'the deletion of tags': async (client: Client) => {
    await actOn(client, '/tags', 'delete', ['one', 'two'])
  },
  'a client that becomes another': async (client: Client, old: string) => {
    const [from, into] = [
      await organizationOf(await putProject(client, 'Alone', 'A')),
      await putProject(client, 'Old', 'B'),
    ]
    await rows('UPDATE projects SET organization_id = ? WHERE user_id = ? AND id = ?', from, client.userId, old)
    await client.post(`/organizations/${from}/merge`, { into: await organizationOf(into) })
  },
}

const totals = (client: Client) =>
  rows<{ subject: string; session_count: number }>(
    `SELECT subject, session_count FROM ${subjectTotals} WHERE user_id = ? AND subject NOT LIKE 'hour:%' ORDER BY subject`,
    client.userId,
  )

test.each(share(Object.entries(writers), 5))(
  '%s is one exact change; undone, all is as before',
  async (name, write) => {
    const client = await signedIn()
    const old = await many(client, 120)
    const [gone] = await rows<{ id: string }>(
      'SELECT id FROM sessions WHERE user_id = ? ORDER BY number DESC LIMIT 1',
      client.userId,
    )
    await client.post(`/sessions/${gone?.id}/delete`)
    await write(client, old)
    expect(await rows('SELECT id FROM jobs WHERE user_id = ?', client.userId)).toEqual([])
    expect(await wrongSums(client.userId)).toEqual([])
    const counted = Object.fromEntries((await totals(client)).map((row) => [row.subject, row.session_count]))
    expect(counted.all).toBe(119)
    const projects = await rows<{ name: string; client: string; sessions: number; is_there: number }>(
      `SELECT name, ${clientOf()} AS client, deleted_at IS NULL AS is_there,
         (SELECT count(*) FROM sessions WHERE user_id = projects.user_id AND project_id = projects.id) AS sessions
       FROM projects WHERE user_id = ? ORDER BY name, client, is_there DESC`,
      client.userId,
    )
    if (name.includes('merge'))
      expect(projects).toMatchObject([
        { name: 'New', sessions: 120, is_there: 1 },
        { name: 'Old', sessions: 0, is_there: 0 },
      ])
    if (name.includes('client'))
      expect(projects).toMatchObject([
        { name: 'Alone', client: 'B', is_there: 1 },
        { name: 'Old', client: 'B', sessions: 120, is_there: 1 },
        { name: 'Old', client: 'B', sessions: 0, is_there: 0 },
      ])
    const tags = await rows(
      `SELECT substr(subject, 6) AS tag, session_count FROM ${subjectTotals}
       WHERE user_id = ? AND subject LIKE 'tag:#%' ORDER BY 1`,
      client.userId,
    )
    const inactive = await rows('SELECT tag FROM inactive_tags WHERE user_id = ?', client.userId)
    if (name.includes('new name')) {
      expect([tags.map(({ tag }) => tag), inactive]).toEqual([['first', 'three', 'two'], [{ tag: 'first' }]])
      expect(await rows("SELECT id FROM sessions WHERE user_id = ? AND tags LIKE '%one%'", client.userId)).toEqual([])
    }
    if (name.includes('become another') && name.includes('tags'))
      expect(tags).toEqual([{ tag: 'two', session_count: 89 }])
    if (name.includes('deletion')) expect(tags.map(({ tag }) => tag)).toEqual(['three'])
    expect((await undoLast(client)).status).toBe(303)
    expect(await rows('SELECT id FROM sessions WHERE user_id = ? AND project_id <> ?', client.userId, old)).toEqual([])
    expect(
      (await rows<{ tags: string }>('SELECT tags FROM sessions WHERE user_id = ? ORDER BY number', client.userId)).map(
        (row) => row.tags,
      ),
    ).toEqual(Array.from({ length: 120 }, (_, n) => JSON.stringify(['one', 'two', 'three'].slice(0, n % 4))))
    expect(await wrongSums(client.userId)).toEqual([])
  },
)
