import { answerLimit, filing, type ListedCard, questionLimit, sourceLimit } from '../../functions/cards/schema'
import type { FilingChoice } from '../../functions/lib/resource/choices'
import type { FieldsProps } from '../../functions/lib/resource/listed'
import { TagsField } from '../tags-field'
import { Field } from '../ui/field'
import { drafted, Fields, FilingFields } from '../ui/form'

type Props = FieldsProps<ListedCard> & {
  /** The form was not sent before: its first field takes the focus. */
  isFresh?: boolean
  choices: FilingChoice[]
  /** Title of the chunk that the form was opened from. */
  chunkTitle?: string
}

const newCard = { question: '', answer: '', tags: '', source: '', ...filing.none }

export const CardFields = ({ row, draft, isFresh = !draft, choices, chunkTitle, idPrefix }: Props) => {
  const field = drafted(row ? { ...row, fsrs: null } : newCard, draft, idPrefix)
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
      <FilingFields choices={choices} row={row} ids={filing.ids} field={field} />
      <Field label="Source" maxlength={sourceLimit} dir="auto" hint="e.g. Chapter 3 or a link" {...field('source')} />
    </Fields>
  )
}
