import type { Child, PropsWithChildren } from 'hono/jsx'
import type { AnyDraft } from '../../functions/lib/http/form'
import { Actions, Button, Cancel } from '../ui/button'
import { Field, Select, type SelectOption, TagsField } from '../ui/field'
import { draftFields } from '../ui/form'
import { PageHead } from '../ui/section'

const idPrefix = 'picks'

type Draft = { draft: AnyDraft }

/** Field for the project to move rows to. */
export const MoveFields = ({ draft, projects }: Draft & { projects: SelectOption[] }) => (
  <Select
    label="Project"
    options={[{ value: '', label: 'No project' }, ...projects]}
    data-autofocus
    {...draftFields({ project_id: '' }, draft, idPrefix)('project_id')}
  />
)

/** Field for tags to add to rows or remove from them. */
export const TagFields = ({ draft }: Draft) => {
  const field = draftFields({ add_tags: '', remove_tags: '' }, draft, idPrefix)
  return (
    <>
      <TagsField label="Add tags" data-autofocus {...field('add_tags')} />
      <TagsField label="Remove tags" {...field('remove_tags')} />
    </>
  )
}

/** Field for the date to plan rows for. @param none word for no date */
export const PlanFields = ({ draft, none }: Draft & { none: string }) => {
  const days = { today: 'Today', tomorrow: 'Tomorrow', next_week: 'Next week', none }
  return (
    <>
      <Field label="Date" type="date" data-autofocus {...draftFields({ date: '' }, draft, idPrefix)('date')} />
      {Object.entries(days).map(([value, label]) => (
        <Button small name="date" value={value}>
          {label}
        </Button>
      ))}
    </>
  )
}

type AskProps = PropsWithChildren<{ act: string; label: string }>

/** Asks for the value of an action. The action's name is submitted with the fields. */
const Ask = ({ act, label, small, children }: AskProps & { small?: boolean }) => (
  <>
    <input type="hidden" name="typed" value={act} />
    <input type="hidden" name="act" value={act} />
    {children}
    <Button small={small} variant="primary">
      {label}
    </Button>
  </>
)

/** Fields of an action in the bar of a list. */
export const ActionBarFields = (props: AskProps) => (
  <hx-partial hx-target="[data-picks-fields]" hx-swap="innerHTML">
    <Ask small {...props} />
  </hx-partial>
)

/** `rows` are the hidden fields that select the rows. */
type PageProps = AskProps & {
  path: string
  title: string
  rows: (readonly [name: string, value: string])[]
  back: string
}

/** Fields of an action on a page of their own, for browsers without JavaScript. */
export const ActionFieldsPage = ({ path, title, rows, back, ...ask }: PageProps): Child => (
  <>
    <PageHead title={title} />
    <form class="toolbar" method="post" action={path} enctype="multipart/form-data" autocomplete="off">
      {rows.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Ask {...ask} />
      <Actions>
        <Cancel href={back} />
      </Actions>
    </form>
  </>
)
