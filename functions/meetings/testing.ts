import { expect } from 'vitest'
import { type Client, rows } from '../../test/client'

type Meeting = { id: string; seq: number; attendees: string[]; session_id: string | null } & Record<string, unknown>

/** Adds a row through the API; returns its id. */
export const put = async ({ json }: Client, path: string, body: object) => {
  const answer = await json('POST', `/api/v1${path}`, body)
  expect(answer.status).toBe(201)
  return (await answer.json<{ id: string }>()).id
}

/** Adds a meeting through the API. */
export const putMeeting = async ({ json }: Client, body: object): Promise<Meeting> =>
  (await json('POST', '/api/v1/meetings', body)).json<Meeting>()

export const readMeeting = async ({ json }: Client, id: string): Promise<Meeting> =>
  (await json('GET', `/api/v1/meetings/${id}`)).json<Meeting>()

/** Ids of the meetings of a person as the triggers keep them. */
export const meetingsOfPerson = async ({ userId }: Client, personId: string) =>
  (
    await rows<{ meeting_id: string }>(
      'SELECT meeting_id FROM meeting_people WHERE user_id = ? AND person_id = ? ORDER BY date, meeting_id',
      userId,
      personId,
    )
  ).map(({ meeting_id }) => meeting_id)
