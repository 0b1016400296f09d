import {
  type ActionItemValues,
  descriptionLimit,
  filing,
  type ListedActionItem,
  newActionItemValues,
} from '../../functions/action-items/schema'
import { ownerNames, statusNames } from '../../functions/action-items/words'
import type { FilingChoice } from '../../functions/lib/resource/choices'
import type { AnyDraft } from '../../functions/lib/resource/pages'
import { priorityNames } from '../../functions/tasks/words'
import { Field, optionsOf, Select } from '../ui/field'
import { drafted, ErrorSummary, Fields, FilingFields } from '../ui/form'

type Props = {
  /** Missing for a new one. */
  item?: ListedActionItem
  draft?: AnyDraft
  choices: FilingChoice[]
  /** Of a new one: what the page that linked to its form is about. */
  linked: Partial<Pick<ActionItemValues, 'person_id' | 'organization_id'>>
  idPrefix: string
}

/** Hidden fields of a new action item that was typed on the page of its source. */
const sourceNames = ['source_type', 'source_id'] as const

export const ActionItemFields = ({ item, draft, choices, linked, idPrefix }: Props) => {
  const { description, due_date, owner, person_id, priority, status, organization_id } = item ?? {
    ...newActionItemValues,
    ...linked,
  }
  const stored = { description, due_date, owner, person_id, priority, status, organization_id }
  const field = drafted<Record<string, string | null>>(stored, draft, idPrefix)
  return (
    <>
      <ErrorSummary errors={['source', ...sourceNames].flatMap((name) => draft?.errors[name] ?? [])} />
      {draft &&
        !item &&
        sourceNames.map((name) => <input type="hidden" name={name} value={draft.values[name] ?? ''} />)}
      <Fields>
        <Field
          label="What is to be done"
          wide
          required
          maxlength={descriptionLimit}
          dir="auto"
          autocomplete="off"
          {...field('description')}
          autofocus={!draft}
          data-autofocus
        />
        <Field label="Due" type="date" {...field('due_date')} />
        <Select label="Who does it" options={optionsOf(ownerNames)} {...field('owner')} />
        <Select label="Priority" options={optionsOf(priorityNames)} {...field('priority')} />
        <Select label="Status" options={optionsOf(statusNames)} {...field('status')} />
        <FilingFields choices={choices} row={item} ids={filing.ids} field={field} />
      </Fields>
    </>
  )
}
