import type { Child } from 'hono/jsx'
import type { LearningsPage as Page } from '../../../functions/learning/learnings/page-data'
import {
  filing,
  type ListedLearning,
  newLearning,
  sourceNames,
  titleLimit,
  typeNames,
} from '../../../functions/learning/learnings/schema'
import { listPath } from '../../../functions/lib/list-view'
import type { FilingChoice, Linked } from '../../../functions/lib/resource/choices'
import type { FieldsProps } from '../../../functions/lib/resource/listed'
import { Field, optionsOf, rowOptions, Select, TitleField } from '../../ui/field'
import { drafted, Fields, FilingFields } from '../../ui/form'
import { Filter, filtersOf, ListFoot, ListHead, ListSearch } from '../../ui/listing'
import { TagFilter, TagsField } from '../../ui/tags'
import { learningKind as kind, LearningList } from './by-month'
import { Content } from './preview'

const Filters = ({ view, projects }: Pick<Page, 'view' | 'projects'>) => {
  const filter = filtersOf(kind, view)
  return (
    <ListSearch kind={kind} value={view.q} placeholder="Title, content or tag">
      <Filter label="Type" all="All types" options={optionsOf(typeNames)} {...filter('type')} />
      <Filter label="Source" all="All sources" options={optionsOf(sourceNames)} {...filter('source')} />
      <TagFilter {...filter('tag')} />
      <Filter label="Project" all="All projects" options={rowOptions(projects)} {...filter('project')} />
      {view.plan && <input type="hidden" name="plan" value={view.plan} />}
    </ListSearch>
  )
}

/** `/learnings` */
export const LearningsPage = (page: Page) => {
  const { project, plan } = page.view
  return (
    <>
      <ListHead kind={kind} query={listPath('', { project, plan })} />
      <Filters {...page} />
      <LearningList {...page} />
      <ListFoot />
    </>
  )
}

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
