import type { Child } from 'hono/jsx'
import { pathTo } from '../../../functions/lib/http/path-to'
import { dayMonth } from '../../../functions/lib/text/format'
import { excerptOf } from '../../../functions/lib/text/markdown'
import { tagList } from '../../../functions/lib/text/text'
import type { FeedbackOfPerson } from '../../../functions/people/feedback/schema'
import {
  categoryNames,
  type FeedbackSentiment,
  type ListedFeedback,
  sentimentNames,
} from '../../../functions/people/feedback/schema'
import { Badge } from '../../ui/button'
import { TagLink } from '../../ui/field'
import { EditableText } from '../../ui/in-place'
import { ItemActions, Row } from '../../ui/item'
import { NameLink, RowList, RowTitle, Section, TextLink } from '../../ui/section'

const tones = { positive: 'good', constructive: 'warning', neutral: 'neutral' } as const

export const Sentiment = ({ of }: { of: FeedbackSentiment }) => <Badge tone={tones[of]}>{sentimentNames[of]}</Badge>

/** Facts of feedback. @param from its author, if the row does not show them otherwise */
const feedbackParts = (feedback: ListedFeedback, today: string, from?: Child): Child[] => [
  <EditableText field="sentiment">
    <Sentiment of={feedback.sentiment} />
  </EditableText>,
  from,
  <time datetime={feedback.date} data-edits="date">
    {dayMonth(feedback.date, today)}
  </time>,
  feedback.category !== 'general' && categoryNames[feedback.category].toLowerCase(),
  feedback.organization_name && <bdi>{feedback.organization_name}</bdi>,
  ...tagList(feedback.tags).map((tag) => <TagLink kind="feedback" tag={tag} />),
]

type Props = { feedback: ListedFeedback; today: string; hidesPerson?: boolean; isPlain?: boolean }

/** Feedback in lists and in fragments. `isPlain`: not editable in place. */
export const FeedbackItem = ({ feedback, today, hidesPerson, isPlain }: Props) => {
  const url = pathTo`/feedback/${feedback.id}`
  const name = excerptOf(feedback.content)
  return (
    <Row
      id={isPlain ? undefined : `feedback-${feedback.id}`}
      title={<RowTitle href={url} name={name} data-edits={isPlain ? undefined : 'content'} />}
      facts={feedbackParts(
        feedback,
        today,
        !hidesPerson && feedback.person_name && (
          <>
            from <NameLink href={pathTo`/people/${feedback.from_person_id}`} name={feedback.person_name} />
          </>
        ),
      )}
      actions={!isPlain && <ItemActions url={url} name={name} opens />}
    />
  )
}

type PersonProps = { person: { id: string; name: string }; feedback: FeedbackOfPerson; today: string }

/** Latest feedback of a person, on their page. */
export const PersonFeedback = ({ person, feedback: { rows, next }, today }: PersonProps) => (
  <Section
    id="feedback"
    title="Feedback from them"
    aside={
      <>
        <TextLink href={pathTo`/feedback/new?person=${person.id}`}>
          Add<span class="sr-only"> feedback</span>
        </TextLink>
        {next && (
          <TextLink href={pathTo`/feedback?person=${person.id}`}>
            All<span class="sr-only"> feedback from them</span>
          </TextLink>
        )}
      </>
    }
  >
    {rows.length === 0 && <p class="hint">No feedback from them yet.</p>}
    <RowList rows={rows} item={(feedback) => <FeedbackItem feedback={feedback} today={today} hidesPerson isPlain />} />
  </Section>
)
