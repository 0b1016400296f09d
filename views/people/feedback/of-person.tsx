import type { FeedbackOfPerson } from '../../../functions/people/feedback/list'
import { RowList, Section, TextLink } from '../../ui/section'
import { FeedbackItem } from './row'

type Props = { person: { id: string; name: string }; feedback: FeedbackOfPerson; today: string }

/** On the page of a person: the latest that they said. */
export const PersonFeedback = ({ person, feedback: { rows, next }, today }: Props) => (
  <Section
    id="feedback"
    title="Feedback from them"
    aside={
      <>
        <TextLink href={`/feedback/new?person=${person.id}`}>
          Add<span class="unseen"> feedback</span>
        </TextLink>
        {next && (
          <TextLink href={`/feedback?person=${person.id}`}>
            All<span class="unseen"> feedback from them</span>
          </TextLink>
        )}
      </>
    }
  >
    {rows.length === 0 && <p class="hint">No feedback from them yet.</p>}
    <RowList rows={rows} item={(feedback) => <FeedbackItem feedback={feedback} today={today} hidesPerson isPlain />} />
  </Section>
)
