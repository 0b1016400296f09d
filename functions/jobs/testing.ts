import { expect } from 'vitest'
import { type Client, rows } from '../../test/client'

/** The id of a person's unfinished job. */
export const runningJob = async ({ userId }: Client) =>
  (await rows<{ id: string }>('SELECT id FROM jobs WHERE user_id = ? AND finished_at IS NULL', userId))[0]?.id

/** Does the steps of a person's unfinished job, if there is one, until it is finished. */
export const finishJob = async (client: Client) => {
  const id = await runningJob(client)
  while (id !== undefined && (await runningJob(client)) === id) {
    expect((await client.post(`/jobs/${id}/step`, {}, { part: true })).status).toBeLessThan(300)
  }
  return id
}
