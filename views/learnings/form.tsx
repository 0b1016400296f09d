import type { Child } from 'hono/jsx'
import {
  filing,
  type ListedLearning,
  newLearning,
  sourceNames,
  titleLimit,
  typeNames,
} from '../../functions/learnings/schema'
import type { FilingChoice, Linked } from '../../functions/lib/resource/choices'
import type { FieldsProps } from '../../functions/lib/resource/listed'
import { TagsField } from '../tags-field'
import { drafted } from '../ui/draft'
import { Field, optionsOf, Select } from '../ui/field'
import { FilingFields } from '../ui/filing-fields'
import { Fields } from '../ui/form'
import { TitleField } from '../ui/name-field'
import { Content } from './preview'

type Props = FieldsProps<ListedLearning> & {
  /** Chosen for a new learning. */
  linked: Linked
  choices: FilingChoice[]
  today: string
  /** The content as HTML. */
  preview?: Child
}

export const LearningFields = ({ row, draft, linked, choices, today, preview, idPrefix }: Props) => {
  const field = drafted(row ?? { ...newLearning, ...linked, date: today }, draft, idPrefix)
  return (
    <Fields>
      <TitleField limit={titleLimit} isFresh={!draft} hint="What you know now, in a sentence" {...field('title')} />
      <Content row={row} preview={preview} {...field('content')} />
      <Select label="Type" options={optionsOf(typeNames)} {...field('type')} />
      <Select label="Source" options={optionsOf(sourceNames)} {...field('source')} />
      <Field label="Date" type="date" required {...field('date')} />
      <TagsField label="Tags" hint="Separated by commas" {...field('tags')} />
      <FilingFields choices={choices} row={row} ids={filing.ids} field={field} />
    </Fields>
  )
}
