import type { FilingChoice } from '../../../functions/lib/resource/choices'
import type { AnyDraft } from '../../../functions/lib/resource/pages'
import {
  categoryNames,
  contentLimit,
  filing,
  type ListedFeedback,
  sentimentNames,
} from '../../../functions/people/feedback/schema'
import { Field, optionsOf, Select } from '../../ui/field'
import { drafted, Fields, FilingFields } from '../../ui/form'
import { TagsField } from '../../ui/tags'

type Props = {
  row?: ListedFeedback
  draft?: AnyDraft
  choices: FilingChoice[]
  /** For a new one: the person of the page that linked to its form, and the organization of the page. */
  linked: { person: string; organization: string }
  today: string
  idPrefix: string
}

const valuesOf = ({ row, linked, today }: Props): Record<string, string> => ({
  content: row?.content ?? '',
  date: row?.date ?? today,
  sentiment: row?.sentiment ?? 'neutral',
  category: row?.category ?? 'general',
  tags: row?.tags ?? '',
  from_person_id: (row ? row.from_person_id : linked.person) ?? '',
  organization_id: (row ? row.organization_id : linked.organization) ?? '',
})

export const FeedbackFields = (props: Props) => {
  const { row, draft, choices, idPrefix } = props
  const field = drafted(valuesOf(props), draft, idPrefix)
  return (
    <Fields>
      <Field
        label="What was said"
        type="textarea"
        wide
        required
        maxlength={contentLimit}
        dir="auto"
        {...field('content')}
        autofocus={!draft}
        data-autofocus
      />
      <Select label="Sentiment" options={optionsOf(sentimentNames)} {...field('sentiment')} />
      <Select label="Category" options={optionsOf(categoryNames)} {...field('category')} />
      <Field label="Date" type="date" required {...field('date')} />
      <TagsField label="Tags" hint="Separated by commas" {...field('tags')} />
      <FilingFields choices={choices} row={row} ids={filing.ids} field={field} />
    </Fields>
  )
}
