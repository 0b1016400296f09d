import { listPath } from '../../../functions/lib/http/list-view'
import { pathTo } from '../../../functions/lib/http/path-to'
import { dayMonth } from '../../../functions/lib/text/format'
import { excerptOf } from '../../../functions/lib/text/markdown'
import type { MeetingBackground } from '../../../functions/people/meetings/beside'
import { type ListedMeeting, type MeetingReader, whenWords } from '../../../functions/people/meetings/schema'
import { OwedTasks } from '../../tasks/tasks/with-people'
import { PlainRow, RowList, Section, TextLink } from '../../ui/section'
import { Sentiment } from '../feedback/row'

type Props = { meeting: ListedMeeting; beside: MeetingBackground; reader: MeetingReader; today: string }

const Last = ({
  beside,
  reader,
  today,
}: Pick<Props, 'reader' | 'today'> & { beside: NonNullable<MeetingBackground> }) => {
  const { last } = beside
  if (!last) return <p class="hint">No earlier meeting with them.</p>
  return (
    <RowList
      rows={[last]}
      item={(one) => (
        <PlainRow name={one.title} href={pathTo`/meetings/${one.id}`} parts={[whenWords(one, reader, today)]}>
          {one.notes !== '' && (
            <p class="hint" dir="auto">
              {one.notes}
            </p>
          )}
        </PlainRow>
      )}
    />
  )
}

const all = (path: string, { attending }: ListedMeeting) => {
  const [first, ...more] = attending
  return listPath(path, { person: first && more.length === 0 ? first.id : '' })
}

/** Context for preparing a meeting: the last meeting with these people, open tasks both ways, and their feedback. */
export const MeetingContext = ({ meeting, beside, reader, today }: Props) => {
  const url = pathTo`/meetings/${meeting.id}/beside`
  const live = { 'hx-get': url, 'hx-trigger': 'tasks-changed from:body', 'hx-target': 'this', 'hx-swap': 'outerMorph' }
  return (
    <div id="beside-meeting" {...live}>
      {beside === null ? (
        <Section id="last-meeting" title="With these people">
          <p class="hint">
            <TextLink href={pathTo`/meetings/${meeting.id}/edit`}>Add the people</TextLink> who come, to see your last
            meeting with them, open tasks and feedback here.
          </p>
        </Section>
      ) : (
        <>
          <Section id="last-meeting" title="Last meeting">
            <Last beside={beside} reader={reader} today={today} />
          </Section>
          <Section
            id="between"
            title="Open between you"
            aside={<TextLink href={all('/tasks/with-people', meeting)}>All tasks with people</TextLink>}
          >
            {beside.mine.length + beside.theirs.length === 0 && <p class="hint">Nothing is open between you.</p>}
            <OwedTasks title="You owe them" items={beside.mine} today={today} />
            <OwedTasks title="They owe you" items={beside.theirs} today={today} />
          </Section>
          <Section
            id="their-feedback"
            title="Feedback"
            aside={<TextLink href={all('/feedback/new', meeting)}>Add feedback</TextLink>}
          >
            {beside.feedback.length === 0 && <p class="hint">No feedback from them yet.</p>}
            <RowList
              rows={beside.feedback}
              item={({ id, content, date, sentiment, person_name }) => (
                <PlainRow
                  name={excerptOf(content)}
                  href={pathTo`/feedback/${id}`}
                  parts={[<Sentiment of={sentiment} />, <bdi>{person_name}</bdi>, dayMonth(date, today)]}
                />
              )}
            />
          </Section>
        </>
      )}
    </div>
  )
}
