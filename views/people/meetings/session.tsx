import { clockTime, duration } from '../../../functions/lib/format'
import { type ListedMeeting, type OwnSession, type Reader, timesOf } from '../../../functions/people/meetings/schema'
import { barForm, RunningSince } from '../../time/timer/start-button'
import { Button } from '../../ui/button'
import { TextLink } from '../../ui/section'

type Props = {
  meeting: ListedMeeting
  session: OwnSession | null
  /** The timer runs for something else. */
  isOtherRunning: boolean
  reader: Reader
  /** epoch ms */
  now: number
}

const Logged = ({
  session: { id, started_at, duration_seconds, time_zone },
  reader,
}: {
  session: OwnSession
  reader: Reader
}) => (
  <TextLink href={`/sessions/${id}`}>
    {duration(duration_seconds)} logged from {clockTime(started_at, time_zone, reader.clock)}
  </TextLink>
)

const Log = ({ meeting, now }: Pick<Props, 'meeting' | 'now'>) => {
  const times = timesOf(meeting)
  if (times === null || times.started_at > now) return null
  const url = `/meetings/${meeting.id}/log`
  return (
    <form method="post" action={url} hx-post={url} hx-target="#meeting-session" hx-swap="outerMorph">
      <Button icon="sessions">Log {duration(times.duration_seconds)} as a session</Button>
    </form>
  )
}

/** Time of a meeting: its running or logged session, or what makes one. */
export const MeetingSession = ({ meeting, session, isOtherRunning, reader, now }: Props) => (
  <div
    id="meeting-session"
    class="actions"
    hx-get={`/meetings/${meeting.id}/session`}
    hx-trigger="timer-changed from:body, sessions-changed from:body"
    hx-target="this"
    hx-swap="outerMorph"
  >
    {session?.status === 'active' ? (
      <RunningSince startedAt={session.started_at} reader={reader} />
    ) : session ? (
      <Logged session={session} reader={reader} />
    ) : (
      <>
        <form {...barForm(`/meetings/${meeting.id}/start`)}>
          <Button icon="play" aria-label={isOtherRunning ? 'Start, and stop the running timer' : undefined}>
            Start
          </Button>
        </form>
        <Log meeting={meeting} now={now} />
      </>
    )}
  </div>
)
