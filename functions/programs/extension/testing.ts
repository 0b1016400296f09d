import { asked, extension } from '../../account/auth/programs/testing'

/** Origin of the extension in development. */
export const theirOrigin = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop'

export const pull = { repo_owner: 'acme', repo_name: 'web', pr_number: 214 }

/** The status and the whole JSON of an answer. */
export const answered = async (response: Response | Promise<Response>): Promise<[status: number, json: unknown]> => {
  const answer = await response
  return [answer.status, await answer.json()]
}

/** The extension, signed in for somebody; each call gives the status and the JSON. */
export const extensionOf = async (userId: string) => {
  const { token } = await extension(userId)
  const call = (method: string, path: string, body?: unknown) =>
    answered(asked(method, path, token, body, { Origin: theirOrigin }))
  return {
    token,
    get: (path: string) => call('GET', path),
    start: (body: object = {}) => call('POST', '/api/sessions/start', { ...pull, ...body }),
    end: (id: number, body?: object) => call('PATCH', `/api/sessions/${id}/end`, body),
    review: (body: object = {}) => call('POST', '/api/activities', { activity_type: 'comment', ...pull, ...body }),
    reviews: (activities: object[]) => call('POST', '/api/activities/batch', { activities }),
  }
}

/** The id under which something was answered. */
export const idOf = ([, json]: [number, unknown], member = 'session_id') => {
  const id =
    typeof json === 'object' && json !== null ? Object.entries(json).find(([name]) => name === member) : undefined
  return Number(id?.[1])
}
