import { titleLimit } from '../../../functions/learning/learnings/schema'
import type { AnyDraft } from '../../../functions/lib/resource/pages'
import type { BriefLearning, ListedMeeting } from '../../../functions/people/meetings/schema'
import { Button } from '../../ui/button'
import { Field } from '../../ui/field'
import { RowList, RowTitle, Section } from '../../ui/section'

type Props = {
  meeting: Pick<ListedMeeting, 'id' | 'title'>
  learnings: BriefLearning[]
  draft?: AnyDraft
}

/** Learnings of a meeting, and a line that adds one. */
export const MeetingLearnings = ({ meeting, learnings, draft }: Props) => {
  const url = `/meetings/${meeting.id}/learnings`
  return (
    <Section id="learnings" title="Learnings" summary={learnings.length > 0 && learnings.length}>
      <RowList
        rows={learnings}
        item={({ id, title }) => (
          <li id={`learning-${id}`}>
            <RowTitle href={`/learnings/${id}`} name={title} />
          </li>
        )}
      />
      <form
        class="toolbar"
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
          grow
          required
          name="title"
          idPrefix="meeting-learning"
          placeholder="What did you learn?"
          maxlength={titleLimit}
          dir="auto"
          autocomplete="off"
          value={draft?.values.title}
          errors={draft?.errors.title}
        />
        <Button>Add</Button>
      </form>
    </Section>
  )
}
