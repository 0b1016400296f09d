import type {
  CardData,
  DataOf,
  EntityType,
  PlanData,
  SessionData,
} from '../../../functions/programs/sync/core/protocol'

/** Ids that all writers share, so that they meet. */
export const idsOf = { plan: ['p1', 'p2'], session: ['s1', 's2', 's3'], card: ['c1', 'c2'] } as const

const startedAt = Date.UTC(2026, 2, 2, 9)

/**
 * Kinds of a write:
 * - `plain`: stored as it is sent
 * - `altered`: the server stores its text without the spaces at its end
 * - `refused`: the server rejects it
 * - `running`: a session without an end
 */
export type WriteKind = 'plain' | 'altered' | 'refused' | 'running'

const spaces = (kind: WriteKind) => (kind === 'altered' ? '  ' : '')

const planData = (id: string, token: string, kind: WriteKind): PlanData => ({
  title: token,
  status: 'in-progress',
  tags: [],
  total_hours: kind === 'refused' ? -1 : null,
  content: `---\nid: ${id}\ntitle: ${token}\nstatus: in-progress\n---\n`,
  created_at: startedAt,
  owner: null,
  permission: null,
})

const sessionData = (token: string, kind: WriteKind, now: number): SessionData => {
  const seconds = kind === 'running' ? null : 1_500
  const start_time = kind === 'running' ? now : startedAt
  return {
    plan_id: null,
    chunk_id: null,
    start_time,
    end_time: kind === 'running' ? null : start_time + (kind === 'refused' ? -60_000 : 1_500_000),
    duration_minutes: seconds === null ? null : Math.round(seconds / 60),
    notes: '',
    artifacts: [],
    created_at: startedAt,
    title: token + spaces(kind),
    duration_seconds: seconds,
    time_zone: 'UTC',
    project_id: null,
    goal_id: null,
  }
}

const cardData = (token: string, kind: WriteKind): CardData => ({
  plan_id: null,
  chunk_id: null,
  question: token + spaces(kind),
  answer: kind === 'refused' ? '' : 'Yes',
  tags: [],
  ease_factor: 2.5,
  interval_days: 1,
  repetitions: 0,
  next_review: '2026-03-02',
  last_review: null,
  created_at: startedAt,
})

type Make = { [Type in EntityType]: (id: string, token: string, kind: WriteKind, now: number) => DataOf[Type] }

/** A row whose text is the token, by which the version is recognised. */
export const makeData: Make = {
  plan: (id, token, kind) => planData(id, token, kind),
  session: (_id, token, kind, now) => sessionData(token, kind, now),
  card: (_id, token, kind) => cardData(token, kind),
}

/** The token that the text of a row has. */
export const tokenOf = (data: Partial<PlanData & SessionData & CardData>) => (data.question ?? data.title ?? '').trim()

/** The row as the model server stores it. */
export const cleaned: { [Type in EntityType]: (data: DataOf[Type]) => DataOf[Type] } = {
  plan: (data) => data,
  session: (data) => ({ ...data, title: data.title.trim() }),
  card: (data) => ({ ...data, question: data.question.trim() }),
}

export const isRefused: { [Type in EntityType]: (data: DataOf[Type]) => boolean } = {
  plan: ({ total_hours }) => total_hours !== null && total_hours < 0,
  session: ({ start_time, end_time }) => end_time !== null && end_time < start_time,
  card: ({ answer }) => answer === '',
}

export const isRunning: { [Type in EntityType]: (data: DataOf[Type]) => boolean } = {
  plan: () => false,
  session: ({ end_time }) => end_time === null,
  card: () => false,
}
