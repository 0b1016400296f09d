import { env } from 'cloudflare:workers'
import type { Client } from '../../test/client'
import { commit } from '../lib/sql'
import { readPlan } from './markdown/read'
import { addPlan } from './writes'

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

export const putPlan = async (client: Client, id: string, title: string, chunks: Record<string, string> = {}) => {
  const plan = readPlan(planText(id, title, chunks))
  if ('errors' in plan) throw new Error(JSON.stringify(plan.errors))
  const links = { goal_id: null, project_id: null, scheduler: 'sm2' } as const
  await commit(env.DB, client.userId, [], addPlan(env.DB, client.userId, plan, links, Date.now()))
  return id
}

export const deletePlan = (client: Client, id: string) =>
  env.DB.prepare('UPDATE plans SET deleted_at = 1 WHERE user_id = ? AND id = ?').bind(client.userId, id).run()
