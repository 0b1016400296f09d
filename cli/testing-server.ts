import type { SyncAnswer, SyncRequest } from '../functions/programs/sync/core/protocol'

export const testToken = 'daymark_pat_test'

const preferences = {
  time_zone: 'Europe/Berlin',
  day_start_minute: 0,
  week_start: 1,
  rest_days: [],
  daily_target_minutes: 120,
  clock: 24,
  new_cards_a_day: 20,
}

const answerTo = ({ state, plans = [], sessions = [], cards = [], reviews = [] }: SyncRequest): SyncAnswer => {
  const of = (type: 'plan' | 'session' | 'card' | 'review', list: { id: string }[]) =>
    list.map(({ id }) => ({ type, id, status: 'applied' as const }))
  const before = state ?? { device_id: 'test', last_sync: 0, local_version: 0, remote_version: 0 }
  return {
    ...{ plans: [], sessions: [], cards: [], deleted_ids: [], has_more: false },
    state: { ...before, last_sync: 1, remote_version: before.remote_version + 1 },
    results: [...of('plan', plans), ...of('session', sessions), ...of('card', cards), ...of('review', reviews)],
  }
}

type Answers = Record<string, (request: { method: string; body: string; url: URL }) => Response | Promise<Response>>

/** A fake server that accepts everything; `answers` override its responses by method and path. */
export const testServer = (answers: Answers = {}) => {
  const calls: string[] = []
  const usual: Answers = {
    'POST /auth/magic-link': () => Response.json({}, { status: 202 }),
    'GET /api/v1/me': () => Response.json({ id: 'user-1', email: 'a@example.com', username: 'a', preferences }),
    'GET /api/v1/projects': () =>
      Response.json({ items: [{ id: 'p1', name: 'Thesis', client: '', status: 'active' }], next_cursor: null }),
    'GET /api/v1/goals': () =>
      Response.json({ items: [{ id: 'g1', title: 'Methods chapter', status: 'in_progress' }], next_cursor: null }),
    'POST /api/v1/sync': ({ body }) => Response.json(answerTo(JSON.parse(body))),
  }
  const serve: typeof fetch = async (input, init) => {
    const url = new URL(String(input))
    const call = `${init?.method ?? 'GET'} ${url.pathname}`
    calls.push(call)
    const isPublic = url.pathname.startsWith('/auth/') || url.pathname === '/verify'
    if (!isPublic && new Headers(init?.headers).get('Authorization') !== `Bearer ${testToken}`) {
      return Response.json({ code: 'unauthorized', detail: 'Sign in' }, { status: 401 })
    }
    const answer = answers[call] ?? usual[call]
    return answer
      ? answer({ method: init?.method ?? 'GET', body: String(init?.body ?? ''), url })
      : Response.json({ code: 'not_found', detail: 'There is nothing here' }, { status: 404 })
  }
  return { fetch: serve, calls }
}
