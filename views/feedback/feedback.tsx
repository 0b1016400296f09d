import type { ListedActionItem } from '../../functions/action-items/schema'
import type { ListedFeedback } from '../../functions/feedback/schema'
import { SourceActions } from '../action-items/of-source'
import { ItemHead } from '../ui/item'
import { RowMeta } from '../ui/rows'
import { feedbackParts } from './row'

type Props = { feedback: ListedFeedback; items: ListedActionItem[]; today: string }

/** `/feedback/:id` */
export const FeedbackItemPage = ({ feedback, items, today }: Props) => {
  return (
    <>
      <ItemHead
        url={`/feedback/${feedback.id}`}
        name={feedback.person_name ? `Feedback from ${feedback.person_name}` : 'Feedback'}
        list={{ href: '/feedback', text: 'All feedback' }}
      />
      <RowMeta parts={feedbackParts(feedback, today)} />
      <p class="section whitespace-pre-line" dir="auto">
        {feedback.content}
      </p>
      <SourceActions source={{ type: 'feedback', id: feedback.id }} items={items} today={today} />
    </>
  )
}
