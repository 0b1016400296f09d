import { env } from 'cloudflare:workers'
import { type Client, rows } from '../../../test/support/client'
import { commit } from '../../lib/db/sql'
import { readPlan } from './markdown/read'
import { addPlan, type PlanSettings } from './put'

/** A plan whose chunks, by id, are not started unless their status is given. */
export const planText = (id: string, title: string, chunks: Record<string, string> = {}) =>
  [
    '---',
    `id: ${id}`,
    `title: ${title}`,
    'status: not-started',
    '---',
    '',
    ...Object.entries(chunks).flatMap(([chunk, status], index) => [
      `## Chunk ${index + 1}: The ${chunk} {#${chunk}}`,
      '**Duration**: 1 hour',
      `**Status**: ${status}`,
      '',
    ]),
  ].join('\n')

export const putPlan = (client: Client, id: string, title: string, chunks: Record<string, string> = {}) =>
  importPlan(client, planText(id, title, chunks))

export const deletePlan = (client: Client, id: string) =>
  env.DB.prepare('UPDATE plans SET deleted_at = 1 WHERE user_id = ? AND id = ?').bind(client.userId, id).run()

/** A plan of two chunks, of which the first is completed. */
export const knotsText = (id: string, { title = 'Knots', chunk = 'Bowline', tags = '[rope]' } = {}) => `---
id: ${id}
title: ${title}
updated: 2026-10-10T10:00:00Z
status: in-progress
tags: ${tags}
total_hours: 3
---

# Introduction

## Chunk 1: ${chunk} {#chunk-001}
**Duration**: 1 hour
**Status**: completed
**Objectives**:
- Tie it blindfolded

---

## Chunk 2: Sheet bend {#chunk-002}
**Duration**: 30 minutes
**Status**: not-started
`

/** Adds a plan, as an import of its markdown does. */
export const importPlan = async (
  { userId }: Client,
  text: string,
  links: Partial<PlanSettings> = {},
  now = Date.now(),
) => {
  const read = readPlan(text)
  if ('errors' in read) throw new Error(JSON.stringify(read.errors))
  const all: PlanSettings = { goal_id: null, project_id: null, scheduler: 'sm2', retention: 0.9, ...links }
  if (!(await commit(env.DB, userId, [], addPlan(env.DB, userId, read, all, now)))) throw new Error('no plan was added')
  return read.head.id
}

/** A plan with that many chunks, each of an hour. */
export const documentOf = (id: string, chunks: number) =>
  planText(
    id,
    `Plan ${id}`,
    Object.fromEntries(Array.from({ length: chunks }, (_, n) => [`chunk-${n + 1}`, 'not-started'])),
  )

/** A plan's markdown and version as they are stored. */
export const storedPlan = async ({ userId }: Pick<Client, 'userId'>, id: string) => {
  const [row] = await rows<{ title: string; content: string; seq: number; status: string; deleted_at: number | null }>(
    'SELECT title, content, seq, status, deleted_at FROM plans WHERE user_id = ? AND id = ?',
    userId,
    id,
  )
  if (!row) throw new Error('there is no such plan')
  return row
}

/** The path in the answer's Undo. */
export const undoOf = (html: string) => /hx-post="([^"]*\/undo[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
