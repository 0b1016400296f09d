import type { Child } from 'hono/jsx'
import { filing, type ListedLearning, sourceNames, titleLimit, typeNames } from '../../functions/learnings/schema'
import type { FilingChoice } from '../../functions/lib/resource/choices'
import type { AnyDraft } from '../../functions/lib/resource/pages'
import { TagsField } from '../tags-field'
import { drafted } from '../ui/draft'
import { Field, optionsOf, Select } from '../ui/field'
import { FilingFields } from '../ui/filing-fields'
import { Fields } from '../ui/form'
import { TitleField } from '../ui/name-field'
import { Content } from './preview'

type Props = {
  row?: ListedLearning
  draft?: AnyDraft
  /** For a new learning: the project or plan of the page that linked to its form, and the organization of the page. */
  linked: { project?: string; plan?: string; meeting?: string; organization?: string | null }
  choices: FilingChoice[]
  today: string
  /** The content as HTML. */
  preview?: Child
  idPrefix: string
}

const valuesOf = ({ row, today, linked }: Props): Record<string, string> => ({
  title: row?.title ?? '',
  content: row?.content ?? '',
  type: row?.type ?? 'insight',
  source: row?.source ?? 'self_study',
  date: row?.date ?? today,
  tags: row?.tags ?? '',
  project_id: row?.project_id ?? linked.project ?? '',
  plan_id: row?.plan_id ?? linked.plan ?? '',
  meeting_id: row?.meeting_id ?? linked.meeting ?? '',
  organization_id: row ? (row.organization_id ?? '') : (!linked.project && linked.organization) || '',
})

export const LearningFields = (props: Props) => {
  const { row, draft, choices, preview, idPrefix } = props
  const field = drafted(valuesOf(props), draft, idPrefix)
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
