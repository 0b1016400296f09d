import { expect } from 'vitest'
import type { Client, FormFields } from '../../../../test/support/client'
import { flashed } from '../../../data/changes/testing'

/** Edits sessions together; returns the path that undoes it, or null if nothing changes. */
export const editMany = async (client: Client, sent: FormFields, act = 'move') => {
  const answer = await client.post('/sessions/selected', { act, typed: act, ...sent })
  expect(answer.status).toBe(303)
  return /"undo":"([^"]+)"/.exec(flashed(answer))?.[1] ?? null
}
