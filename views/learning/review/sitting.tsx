import { ratingNames } from '../../../functions/learning/cards/schema'
import { doneText, type Trail, tookText } from '../../../functions/learning/review/trail'
import { undoPath } from '../../../functions/lib/http/path-to'
import { Button } from '../../ui/button'

export const reviewSwap = { 'hx-target': '#review', 'hx-swap': 'outerHTML' }

/** Hidden fields that carry the progress of the sitting. */
export const TrailFields = ({ trail: { plan, tag, of, done, first, took } }: { trail: Trail }) => (
  <>
    <input type="hidden" name="plan" value={plan} />
    <input type="hidden" name="tag" value={tag} />
    <input type="hidden" name="of" value={of} />
    <input type="hidden" name="done" value={doneText(done)} />
    <input type="hidden" name="first" value={first} />
    <input type="hidden" name="took" value={tookText(took)} />
  </>
)

export const UndoRatingButton = ({ trail }: { trail: Trail }) => {
  const { last, review, rating } = trail
  if (last === '' || rating === undefined) return null
  const url = undoPath('review.rating', last)
  return (
    <form method="post" action={url} hx-post={url} {...reviewSwap}>
      <TrailFields trail={trail} />
      <input type="hidden" name="review" value={review} />
      <input type="hidden" name="rating" value={rating} />
      <Button id="review-undo" variant="quiet" icon="undo" iconOnly={`Undo ${ratingNames[rating]}`} />
    </form>
  )
}
