import type { Child, PropsWithChildren } from 'hono/jsx'
import type { AnyDraft } from '../../../functions/lib/http/form'
import { pathTo } from '../../../functions/lib/http/path-to'
import type { ReviewPageData } from '../../../functions/reviews/period-reviews/figures'
import {
  type Answers,
  answersOf,
  type Prompt,
  promptNames,
  prompts,
} from '../../../functions/reviews/period-reviews/prompts'
import { type ListedReview, type ReviewPeriod, wordsLimit } from '../../../functions/reviews/period-reviews/schema'
import { Actions, Button } from '../../ui/button'
import { Field, type FieldProps, Select, textRows } from '../../ui/field'
import { draftFields, EditForm, ErrorSummary, Fields } from '../../ui/form'
import { withQuery } from '../../ui/links'
import { NoteBox } from '../../ui/notes'
import { Module } from '../../ui/reorder'
import { Fold, NameLink } from '../../ui/section'
import { AnswerContext } from './parts'

export const periodPath = (period: ReviewPeriod, date?: string, org?: string) =>
  withQuery(`/review/${period}`, [
    ['date', date],
    ['org', org ?? undefined],
  ])

/** Path of the reviewed period's page, in the review's organization if it has one. */
export const reviewPath = ({ period, date, organization_id, organization_name }: ListedReview) =>
  periodPath(period, date, organization_name === null ? undefined : (organization_id ?? undefined))

/** The text of a review: each answer under its question. */
const Words = ({ review }: { review: ListedReview }) => {
  const answers = answersOf(review.words)
  return (
    <>
      {review.organization_name !== null && (
        <h3>
          <NameLink href={reviewPath(review)} name={review.organization_name} />
        </h3>
      )}
      {(['words', ...promptNames] as const).map(
        (name) =>
          answers[name] && (
            <>
              {name !== 'words' && <p class="label">{prompts[name]}</p>}
              <p class="whitespace-pre-line" dir="auto">
                {answers[name]}
              </p>
            </>
          ),
      )}
    </>
  )
}

const formId = 'review-form'

/** Label of a field, in the size of text. */
const Question = ({ children }: PropsWithChildren) => <span class="grid text-ink text-text">{children}</span>

/** Classes of a fold whose rows are visible on a wide screen even while it is closed. */
const below =
  'columns-sm gap-x-8 *:relative *:break-inside-avoid *:pt-3 *:*:[details]:m-0 lg:*:*:not-open:details-content:h-auto lg:*:*:not-open:details-content:[content-visibility:visible]'

type PromptProps = PropsWithChildren<{ prompt: Prompt; answers: Answers; hasLines: boolean }>

/** A question above its evidence, whose lines can be added to the answer. */
const PromptFields = ({ prompt, answers, hasLines, children }: PromptProps) => (
  <div class="border-line border-t py-4">
    <Field
      label={<Question>{prompts[prompt]}</Question>}
      name={prompt}
      idPrefix="review"
      type="textarea"
      rows={textRows(answers[prompt], 3)}
      maxlength={wordsLimit}
      dir="auto"
      autocomplete="off"
      placeholder={hasLines ? 'Write, or add lines from below with +' : 'Write'}
      value={answers[prompt]}
    />
    <div class={below}>
      <AnswerContext.Provider value={{ prompt, answer: answers[prompt] }}>{children}</AnswerContext.Provider>
    </div>
  </div>
)

const lastNames = { week: 'The week before', month: 'The month before' }

/** Three questions, each above the evidence that helps to answer it (`below`). */
export const OwnWords = ({
  figures: { period, range },
  own,
  others,
  former,
  below,
  hasLines,
  org,
}: ReviewPageData & { below: Record<Prompt, Child>; hasLines: boolean; org: string | null }) => {
  const answers = answersOf(own?.words ?? '')
  return (
    <div class="section" id="words">
      <EditForm label="In your words" id={formId} action={own ? pathTo`/reviews/${own.id}` : '/reviews'}>
        {own ? (
          <input type="hidden" name="seq" value={own.seq} />
        ) : (
          <>
            <input type="hidden" name="period" value={period} />
            <input type="hidden" name="date" value={range.from} />
          </>
        )}
        <NoteBox
          id="review"
          url={withQuery(`/review/${period}/notes`, [
            ['date', range.from],
            ['org', org ?? undefined],
          ])}
          version={own?.seq ?? 0}
          seen="seq"
          isPinned
        >
          <div class="py-4" data-words hidden={!answers.words}>
            <OtherWords label={<Question>Notes</Question>} value={answers.words} idPrefix="review" />
          </div>
          {promptNames.map((prompt) => (
            <PromptFields prompt={prompt} answers={answers} hasLines={hasLines}>
              {below[prompt]}
            </PromptFields>
          ))}
        </NoteBox>
        <div class="script:hidden">
          <Actions>
            <Button variant="primary">Save</Button>
          </Actions>
        </div>
      </EditForm>
      <Module name="take-over" />
      <Module name="notes" />
      {others.map((review) => (
        <Words review={review} />
      ))}
      {former.length > 0 && (
        <Fold id="former" title={lastNames[period]} summary="what you wrote">
          {former.map((review) => (
            <Words review={review} />
          ))}
        </Fold>
      )}
    </div>
  )
}

/** Field for text outside the questions, written through the API or before reviews had questions. */
const OtherWords = (field: Pick<FieldProps, 'value' | 'errors' | 'idPrefix'> & Partial<Pick<FieldProps, 'label'>>) => (
  <Field
    label="Notes"
    name="words"
    wide
    type="textarea"
    rows={textRows(String(field.value ?? ''), 4)}
    maxlength={wordsLimit}
    dir="auto"
    {...field}
  />
)

type FieldsProps = { row?: ListedReview; draft?: AnyDraft; today: string; idPrefix: string }

/** Fields of a review in the list. A new review also has fields for its period. */
export const ReviewFields = ({ row, draft, today, idPrefix }: FieldsProps) => {
  const answers = answersOf(row?.words ?? '')
  const field = draftFields({ period: 'week', date: today, ...answers, organization_id: '' }, draft, idPrefix)
  const { value: organization, errors } = field('organization_id')
  return (
    <Fields inPairs>
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
          <Field label="Date" type="date" isPast required hint="Any day of it" {...field('date')} />
        </>
      )}
      {promptNames.map((prompt) => (
        <Field
          label={prompts[prompt]}
          wide
          type="textarea"
          rows={textRows(String(field(prompt).value ?? ''), 3)}
          maxlength={wordsLimit}
          dir="auto"
          {...field(prompt)}
          autofocus={!draft && prompt === 'well'}
          data-autofocus={prompt === 'well' ? '' : undefined}
        />
      ))}
      <OtherWords {...field('words')} idPrefix={idPrefix} />
    </Fields>
  )
}
