import { type Client, rows } from '../../../test/support/client'

type Meeting = { id: string; seq: number; attendees: string[]; session_id: string | null } & Record<string, unknown>

/** Adds a meeting through the API. */
export const putMeeting = ({ made }: Client, body: object) => made<Meeting>('/meetings', body)

export const readMeeting = async ({ json }: Client, id: string): Promise<Meeting> =>
  (await json('GET', `/api/v1/meetings/${id}`)).json<Meeting>()

/** Ids of the meetings of a person. */
export const meetingsOfPerson = async ({ userId }: Client, personId: string) =>
  (
    await rows<{ id: string }>(
      `SELECT meetings.id FROM meetings, json_each(attendees)
       WHERE user_id = ? AND value = ? AND deleted_at IS NULL ORDER BY date, meetings.id`,
      userId,
      personId,
    )
  ).map(({ id }) => id)
