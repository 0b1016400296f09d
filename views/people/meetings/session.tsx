import { learningTitleLimit } from '../../../functions/learning/learnings/schema'
import type { LocalNow } from '../../../functions/lib/env'
import type { AnyDraft } from '../../../functions/lib/http/form'
import { pathTo } from '../../../functions/lib/http/path-to'
import { clockTime, duration } from '../../../functions/lib/text/format'
import { soonText } from '../../../functions/lib/time/soon'
import { isOver, startAndEnd } from '../../../functions/people/meetings/of-day'
import {
  type BriefLearning,
  type ListedMeeting,
  type MeetingReader,
  type SessionOfMeeting,
  timesOf,
} from '../../../functions/people/meetings/schema'
import { RunningSince } from '../../frame/shell/start-button'
import { Button } from '../../ui/button'
import { Field } from '../../ui/field'
import { RowList, RowTitle, Section, TextLink } from '../../ui/section'
import { useParts } from '../../ui/uses'
import { notesForm } from './notes'

type Props = {
  meeting: ListedMeeting
  session: SessionOfMeeting | null
  /** True if the timer runs for something else. */
  isOtherRunning: boolean
  reader: MeetingReader
  now: LocalNow
}

const Logged = ({
  session: { id, started_at, duration_seconds, time_zone },
  reader,
}: {
  session: SessionOfMeeting
  reader: MeetingReader
}) => (
  <TextLink href={pathTo`/sessions/${id}`}>
    {duration(duration_seconds)} logged from {clockTime(started_at, time_zone, reader.clock)}
  </TextLink>
)

const Log = ({ meeting, seconds }: { meeting: ListedMeeting; seconds: number }) => {
  const url = pathTo`/meetings/${meeting.id}/log`
  return (
    <form method="post" action={url} hx-post={url} hx-target="#meeting-session" hx-swap="outerMorph">
      <Button icon="sessions">
        Log {duration(seconds)}
        <span class="sr-only"> as a session</span>
      </Button>
    </form>
  )
}

/**
 * Buttons that start the timer near the time of a meeting until it is over, even again, and that log a meeting that has
 * begun.
 */
const Offers = ({ meeting, session, isOtherRunning, now }: Omit<Props, 'reader'>) => {
  const times = timesOf(meeting)
  const near = soonText(startAndEnd(meeting), now.instant)
  const isStartable = times === null || !isOver(meeting, now)
  return (
    <>
      {near && <b>{near}</b>}
      {isStartable && (
        <form method="post" action={pathTo`/meetings/${meeting.id}/start`}>
          <Button
            variant={session ? 'plain' : 'primary'}
            icon="play"
            aria-label={isOtherRunning ? 'Start, and stop the running timer' : undefined}
          >
            Start
          </Button>
        </form>
      )}
      {session === null && times !== null && times.started_at <= now.instant && (
        <Log meeting={meeting} seconds={times.duration_seconds} />
      )}
    </>
  )
}

/** Time of a meeting: its running or logged session, or buttons to start or log one. */
export const MeetingSession = ({ session, reader, ...props }: Props) => (
  <div
    id="meeting-session"
    class="actions"
    hx-get={pathTo`/meetings/${props.meeting.id}/session`}
    hx-trigger={`${isOver(props.meeting, props.now) ? '' : 'every 60s, '}timer-changed from:body, sessions-changed from:body`}
    hx-target="this"
    hx-swap="outerMorph"
  >
    {session?.status === 'active' ? (
      <RunningSince startedAt={session.started_at} reader={reader}>
        <Button icon="stop" form={notesForm} formaction={pathTo`/meetings/${props.meeting.id}/end`}>
          End
        </Button>
      </RunningSince>
    ) : (
      <>
        {session && <Logged session={session} reader={reader} />}
        {useParts()('time') && <Offers session={session} {...props} />}
      </>
    )}
  </div>
)

type LearningsProps = {
  meeting: Pick<ListedMeeting, 'id' | 'title'>
  learnings: BriefLearning[]
  draft?: AnyDraft
}

/** Learnings of a meeting, and a line to add one. */
export const MeetingLearnings = ({ meeting, learnings, draft }: LearningsProps) => {
  const url = pathTo`/meetings/${meeting.id}/learnings`
  return (
    <Section id="learnings" title="Learnings" summary={learnings.length > 0 && learnings.length}>
      <RowList
        rows={learnings}
        item={({ id, title }) => (
          <li id={`learning-${id}`}>
            <RowTitle href={pathTo`/learnings/${id}`} name={title} />
          </li>
        )}
      />
      <form
        class="entry-line"
        method="post"
        action={url}
        aria-label="New learning"
        hx-post={url}
        hx-target="#learnings"
        hx-swap="outerHTML"
      >
        <Field
          label="What did you learn?"
          unseenLabel
          required
          name="title"
          idPrefix="meeting-learning"
          placeholder="What did you learn?"
          maxlength={learningTitleLimit}
          dir="auto"
          autocomplete="off"
          value={draft?.values.title}
          errors={draft?.errors.title}
        />
        <Button icon="plus">Add</Button>
      </form>
    </Section>
  )
}
