import type { PlanChoice } from '../../functions/cards/queries'
import { answerLimit, type ListedCard, questionLimit, sourceLimit } from '../../functions/cards/schema'
import type { AnyDraft } from '../../functions/lib/resource/pages'
import { TagsField } from '../tags-field'
import { Field, Select } from '../ui/field'
import { drafted, Fields } from '../ui/form'

type Props = {
  row?: ListedCard
  draft?: AnyDraft
  /** The form was not sent before: its first field takes the focus. */
  isFresh?: boolean
  plans: PlanChoice[]
  /** Title of the chunk that the form was opened from. */
  chunkTitle?: string
  idPrefix: string
}

const valuesOf = (row: ListedCard | undefined): Record<string, string> => ({
  question: row?.question ?? '',
  answer: row?.answer ?? '',
  tags: row?.tags ?? '',
  source: row?.source ?? '',
  plan_id: row?.plan_id ?? '',
})

/** The plans to choose from; a deleted one that a card is still filed under stays chosen. */
const optionsOf = (plans: PlanChoice[], row: ListedCard | undefined) => {
  const isListed = !row?.plan_id || plans.some(({ id }) => id === row.plan_id)
  return [
    { value: '', label: 'No plan' },
    ...plans.map(({ id, title }) => ({ value: id, label: title })),
    ...(isListed ? [] : [{ value: row.plan_id ?? '', label: row.plan_title ?? 'Deleted plan' }]),
  ]
}

export const CardFields = ({ row, draft, isFresh = !draft, plans, chunkTitle, idPrefix }: Props) => {
  const field = drafted(valuesOf(row), draft, idPrefix)
  return (
    <Fields>
      {draft?.values.chunk && <input type="hidden" name="chunk" value={draft.values.chunk} />}
      {chunkTitle && (
        <p class="hint wide">
          From <bdi>{chunkTitle}</bdi>
        </p>
      )}
      <Field
        label="Question"
        wide
        type="textarea"
        required
        maxlength={questionLimit}
        dir="auto"
        hint="Markdown works in both"
        {...field('question')}
        autofocus={isFresh}
        data-autofocus
      />
      <Field label="Answer" wide type="textarea" required maxlength={answerLimit} dir="auto" {...field('answer')} />
      <TagsField label="Tags" hint="Separated by commas" {...field('tags')} />
      <Select label="Plan" options={optionsOf(plans, row)} {...field('plan_id')} />
      <Field label="Source" maxlength={sourceLimit} dir="auto" hint="e.g. Chapter 3 or a link" {...field('source')} />
    </Fields>
  )
}
