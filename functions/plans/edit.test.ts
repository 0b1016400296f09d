import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../test/client'
import spanish from '../../test/data/plans/spanish-a2.md?raw'
import sqlite from '../../test/data/plans/sqlite-internals.md?raw'
import { commit } from '../lib/sql'
import { editPlan, open } from './edit'
import { setChunkStatus } from './markdown/edit'
import { type ReadPlan, readPlan } from './markdown/read'
import { chunksOf, plan, plansAfter } from './queries'
import { progressOf } from './schema'
import { addPlan } from './writes'

const now = Date.UTC(2026, 10, 21, 9)
const links = { goal_id: null, project_id: null, scheduler: 'sm2' } as const

let client: Client
beforeEach(async () => {
  client = await signedIn()
})

const read = (text: string): ReadPlan => {
  const found = readPlan(text)
  if ('errors' in found) throw new Error(JSON.stringify(found.errors))
  return found
}

const add = (text: string) => commit(env.DB, client.userId, [], addPlan(env.DB, client.userId, read(text), links, now))

const stored = async (id: string) => {
  const row = await plan(env.DB, client.userId, id)
  if (!row) throw new Error('no plan')
  return open(row)
}

describe('a plan that is added', () => {
  test('has the columns and chunks that its markdown has', async () => {
    expect(await add(spanish)).toBe(true)
    const { row } = await stored('spanish-a2')
    expect(row).toMatchObject({
      title: 'Spanish A2: talk about your day',
      status: 'in_progress',
      tags: ['language', 'spanish', 'a2'],
      total_hours: 9.5,
      planned_minutes: 360,
      next_chunk: 'chunk-003',
      next_title: 'Ser and estar',
      content: spanish,
    })
    expect(progressOf(row)).toBe(40)
    const chunks = await chunksOf(env.DB, client.userId, 'spanish-a2')
    expect(chunks.map(({ id, status, duration_minutes }) => [id, status, duration_minutes])).toEqual([
      ['chunk-001', 'completed', 60],
      ['chunk-002', 'completed', 90],
      ['chunk-003', 'in_progress', 90],
      ['preterito', 'not_started', 120],
      ['chunk-005', 'not_started', null],
      ['chunk-006', 'skipped', null],
    ])
    expect(await add(sqlite)).toBe(true)
    expect((await plansAfter(env.DB, client.userId, { after: '', tag: '' }, 10)).map(({ id }) => id)).toEqual([
      'spanish-a2',
      'sqlite-internals',
    ])
  })

  test('takes the place of a deleted one, and of no other', async () => {
    await add(sqlite)
    expect(await add(sqlite)).toBe(false)
    await env.DB.prepare('UPDATE plans SET deleted_at = 1 WHERE user_id = ?').bind(client.userId).run()
    expect(await plan(env.DB, client.userId, 'sqlite-internals')).toBeNull()
    expect(await add(sqlite.replace('title: SQLite', 'title: Old SQLite'))).toBe(true)
    expect((await stored('sqlite-internals')).row.title).toBe('Old SQLite internals')
  })
})

describe('a plan that is edited', () => {
  test('changes with its chunks, writes only those that changed, and is saved over the version that was read', async () => {
    await add(sqlite)
    const opened = await stored('sqlite-internals')
    const content = setChunkStatus(opened.read, 'chunk-001', 'completed', now) ?? ''
    expect(await editPlan(env.DB, client.userId, opened, { content }, now)).toEqual({ saved: true })
    const { row } = await stored('sqlite-internals')
    expect([row.content, row.completed_count, row.next_chunk]).toEqual([content, 1, 'chunk-002'])
    expect(content).toContain('**Duration**: 1 hour\r\n**Status**: completed\r\n')
    expect(await editPlan(env.DB, client.userId, opened, { content }, now)).toEqual({ stale: row })
  })

  test('is left as it is when its markdown cannot be read or names another id', async () => {
    await add(sqlite)
    const opened = await stored('sqlite-internals')
    for (const content of ['no plan', sqlite.replace('id: sqlite-internals', 'id: other')]) {
      expect(await editPlan(env.DB, client.userId, opened, { content }, now)).toMatchObject({ errors: [{ line: 1 }] })
    }
    expect((await stored('sqlite-internals')).row).toEqual(opened.row)
    expect(await rows('SELECT 1 FROM plan_chunks WHERE user_id = ?', client.userId)).toHaveLength(2)
  })
})
