import type { AnyDraft } from '../../../functions/lib/resource/pages'
import type { ReviewPage } from '../../../functions/reviews/period-reviews/figures'
import { type ListedReview, type ReviewPeriod, wordsLimit } from '../../../functions/reviews/period-reviews/schema'
import { Actions, Button } from '../../ui/button'
import { Field, Select, textRows } from '../../ui/field'
import { drafted, EditForm, ErrorSummary, Fields } from '../../ui/form'
import { withQuery } from '../../ui/links'
import { Columns, NameLink, Section } from '../../ui/section'

export const periodPath = (period: ReviewPeriod, date?: string, org?: string) =>
  withQuery(`/review/${period}`, [
    ['date', date],
    ['org', org],
  ])

/** The page of the period that a review is about, of its organization where it has one. */
export const reviewPath = ({ period, date, organization_id, organization_name }: ListedReview) =>
  periodPath(period, date, organization_name === null ? undefined : (organization_id ?? undefined))

const Words = ({ review }: { review: ListedReview }) => (
  <>
    {review.organization_name !== null && (
      <h3>
        <NameLink href={reviewPath(review)} name={review.organization_name} />
      </h3>
    )}
    <p class="whitespace-pre-line" dir="auto">
      {review.words}
    </p>
  </>
)

const names = {
  week: { last: 'Last week’s words', none: 'You wrote nothing about the week before.', start: 'This week, I …' },
  month: { last: 'Last month’s words', none: 'You wrote nothing about the month before.', start: 'This month, I …' },
}

/** The field of a person's own words, beside those about the period before. */
export const OwnWords = ({ figures: { period, range }, own, others, former }: ReviewPage) => {
  const { last, none } = names[period]
  return (
    <Columns kind="lead">
      <Section id="words" title="Your words">
        <div class="paper">
          <EditForm label="Your words" action={own ? `/reviews/${own.id}` : '/reviews'}>
            {own ? (
              <input type="hidden" name="seq" value={own.seq} />
            ) : (
              <>
                <input type="hidden" name="period" value={period} />
                <input type="hidden" name="date" value={range.from} />
              </>
            )}
            <Field
              label="Your words"
              unseenLabel
              name="words"
              idPrefix="review"
              type="textarea"
              rows={textRows(own?.words ?? '', 8)}
              required
              maxlength={wordsLimit}
              dir="auto"
              placeholder={names[period].start}
              value={own?.words}
              hint="What went well, what didn’t, and what you’ll change"
            />
            <Actions>
              <Button variant="primary">Save</Button>
              {own && (
                <Button variant="quiet" formaction={`/reviews/${own.id}/delete`} formnovalidate>
                  Delete
                </Button>
              )}
            </Actions>
          </EditForm>
        </div>
        {others.map((review) => (
          <Words review={review} />
        ))}
      </Section>
      <Section id="former" title={last}>
        {former.length === 0 && <p class="grey">{none}</p>}
        {former.map((review) => (
          <Words review={review} />
        ))}
      </Section>
    </Columns>
  )
}

type FieldsProps = { row?: ListedReview; draft?: AnyDraft; today: string; idPrefix: string }

/** Fields of a review in the list: a new one says what it is about. */
export const ReviewFields = ({ row, draft, today, idPrefix }: FieldsProps) => {
  const field = drafted({ period: 'week', date: today, words: row?.words ?? '', organization_id: '' }, draft, idPrefix)
  const { value: organization, errors } = field('organization_id')
  return (
    <Fields>
      {!row && (
        <>
          <ErrorSummary errors={errors} />
          <input type="hidden" name="organization_id" value={organization ?? ''} />
          <Select
            label="Period"
            options={[
              { value: 'week', label: 'Week' },
              { value: 'month', label: 'Month' },
            ]}
            {...field('period')}
          />
          <Field label="Date" type="date" required hint="Any day of it" {...field('date')} />
        </>
      )}
      <Field
        label="Your words"
        wide
        type="textarea"
        rows={8}
        required
        maxlength={wordsLimit}
        dir="auto"
        {...field('words')}
        autofocus={!draft}
        data-autofocus
      />
    </Fields>
  )
}
