import type { Child } from 'hono/jsx'
import type { Choice } from '../../functions/learnings/choices'
import { contentLimit, type ListedLearning, titleLimit } from '../../functions/learnings/schema'
import { sourceNames, typeNames } from '../../functions/learnings/words'
import type { AnyDraft } from '../../functions/lib/resource/pages'
import { Rendered } from '../plan-pages/rendered'
import { TagsField } from '../sessions/tags-field'
import { Button } from '../ui/button'
import { drafted } from '../ui/draft'
import { Field, optionsOf, Select } from '../ui/field'
import { Fields } from '../ui/form'

type Props = {
  row?: ListedLearning
  draft?: AnyDraft
  /** The form was not sent before: its first field takes the focus. */
  isFresh?: boolean
  choices: Choice[]
  today: string
  /** The content as HTML. */
  preview?: Child
  idPrefix: string
}

const valuesOf = (row: ListedLearning | undefined, today: string): Record<string, string> => ({
  title: row?.title ?? '',
  content: row?.content ?? '',
  type: row?.type ?? 'insight',
  source: row?.source ?? 'self_study',
  date: row?.date ?? today,
  tags: row?.tags ?? '',
  project_id: row?.project_id ?? '',
  plan_id: row?.plan_id ?? '',
  organization_id: row?.organization_id ?? '',
})

/** Choices of a kind; one that is archived or deleted stays chosen. */
const choicesOf = (all: Choice[], kind: Choice['kind'], chosen?: { id: string | null; name: string | null }) => {
  const options = all.filter((one) => one.kind === kind).map(({ id, name }) => ({ value: id, label: name }))
  const isListed = !chosen?.id || options.some(({ value }) => value === chosen.id)
  const former = isListed ? [] : [{ value: chosen?.id ?? '', label: chosen?.name ?? `Deleted ${kind}` }]
  return [{ value: '', label: `No ${kind}` }, ...options, ...former]
}

/** The text area with its preview, which follows what is typed; without script a button shows it. */
const Content = ({
  row,
  preview,
  ...field
}: Pick<Props, 'row' | 'preview'> & ReturnType<ReturnType<typeof drafted>>) => {
  const id = `${field.idPrefix}-preview`
  return (
    <>
      {row && <input type="hidden" name="of" value={row.id} />}
      <Field
        label="Content"
        wide
        type="textarea"
        rows={8}
        maxlength={contentLimit}
        dir="auto"
        hint="Markdown works"
        {...field}
        hx-post="/learnings/preview"
        hx-trigger="input changed delay:400ms"
        hx-target={`#${id}`}
        hx-swap="innerHTML"
        hx-sync="this:replace"
      />
      <div class="field wide">
        <span class="label">Preview</span>
        <div class="script-hide">
          <Button small formaction="/learnings/preview" formnovalidate>
            Show preview
          </Button>
        </div>
        <section id={id} aria-label="Preview" dir="auto">
          {preview && <Rendered>{preview}</Rendered>}
        </section>
      </div>
    </>
  )
}

export const LearningFields = ({ row, draft, isFresh = !draft, choices, today, preview, idPrefix }: Props) => {
  const field = drafted(valuesOf(row, today), draft, idPrefix)
  return (
    <Fields>
      <Field
        label="Title"
        wide
        required
        maxlength={titleLimit}
        dir="auto"
        hint="What you know now, in a sentence"
        {...field('title')}
        autofocus={isFresh}
        data-autofocus
      />
      <Content row={row} preview={preview} {...field('content')} />
      <Select label="Type" options={optionsOf(typeNames)} {...field('type')} />
      <Select label="Source" options={optionsOf(sourceNames)} {...field('source')} />
      <Field label="Date" type="date" required {...field('date')} />
      <TagsField label="Tags" hint="Separated by commas" {...field('tags')} />
      <Select
        label="Project"
        options={choicesOf(choices, 'project', row && { id: row.project_id, name: row.project_name })}
        {...field('project_id')}
      />
      <Select
        label="Plan"
        options={choicesOf(choices, 'plan', row && { id: row.plan_id, name: row.plan_title })}
        {...field('plan_id')}
      />
      <Select
        label="Organization"
        options={choicesOf(choices, 'organization', row && { id: row.organization_id, name: row.organization_name })}
        {...field('organization_id')}
      />
    </Fields>
  )
}
