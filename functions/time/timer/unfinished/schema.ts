import { z } from 'zod'
import { allowDateWords } from '../../../lib/http/date-fields'
import { seenVersion } from '../../../lib/resource/members'
import { noDate } from '../../../lib/time/typed-date'
import type { SessionRow, sessionStatus } from '../../sessions/schema'
import { sessionTitle, type TitledSession } from '../../sessions/title'

/** A session that is or was unfinished. Instants in epoch ms. */
export type UnfinishedSession = Pick<
  SessionRow,
  'id' | 'source' | 'title' | 'focus_ends_at' | 'project_id' | 'goal_id' | 'task_id'
> &
  Pick<SessionRow, 'started_at' | 'time_zone' | 'day_start_minute' | 'seq'> &
  Record<'repo_owner' | 'repo_name', string | null> & {
    pr_number: number | null
    status: z.infer<typeof sessionStatus>
    /** For an abandoned session, the instant at which it was abandoned. */
    ended_at: number | null
    last_heartbeat_at: number | null
    deleted_at: number | null
  }

/** Source of a suggested end. `answer`: the person's last confirmation. */
export type EndOptionKind = 'page' | 'earlier_page' | 'app' | 'next_timer' | 'pull_request' | 'answer'

/** A suggested end (epoch ms), and the seconds from the start to it. */
export type EndOption = { kind: EndOptionKind; at: number; seconds: number }

const seq = seenVersion('session')

export const VersionForm = z.object({ seq })

export const CheckInForm = z.object({
  id: z.string('Reload the page').max(100, 'Reload the page'),
  seq,
})

const time = (message: string) => z.string(message).trim().max(40, 'At most 40 characters').default('')

export const EndForm = z.object({
  ended_at: time('Enter when it ended'),
  date: allowDateWords(time(noDate), true),
  seq,
})
export type EndForm = z.output<typeof EndForm>

type NamedSession = Pick<UnfinishedSession, 'title' | 'repo_owner' | 'repo_name' | 'pr_number'>

/** `acme/web#12`, or null without a pull request. */
export const pullRequestOf = ({ repo_owner, repo_name, pr_number }: NamedSession) =>
  repo_owner === null || pr_number === null ? null : `${repo_owner}/${repo_name}#${pr_number}`

export const unfinishedName = (session: NamedSession & TitledSession) =>
  session.title || (pullRequestOf(session) ?? sessionTitle(session))
