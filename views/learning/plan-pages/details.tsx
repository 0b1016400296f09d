import type { Details } from '../../../functions/learning/plan-pages/details/schema'
import { titleLength } from '../../../functions/learning/plans/markdown/front-matter'
import type { PlanSettings } from '../../../functions/learning/plans/put'
import { planPath, usualRetention } from '../../../functions/learning/plans/schema'
import type { AnyDraft } from '../../../functions/lib/http/form'
import type { FilingChoices } from '../../../functions/time/sessions/choices'
import { Actions, Button, Cancel } from '../../ui/button'
import { Field, optionsOf, Select, TagsField } from '../../ui/field'
import { draftFields, EditForm, Fields } from '../../ui/form'
import { Tabs } from '../../ui/section'

const ways = [
  ['chunks', 'Chunks'],
  ['edit', 'Markdown'],
  ['details', 'Details'],
] as const

type Props = { planId: string; current: (typeof ways)[number][0] }

/** Tabs for the ways to edit a plan. */
export const EditTabs = ({ planId, current }: Props) => (
  <Tabs
    label="Ways to edit"
    tabs={[
      { href: planPath(planId), name: 'Plan' },
      ...ways.map(([action, name]) => ({ href: planPath(planId, action), name })),
    ]}
    current={planPath(planId, current)}
  />
)

export const schedulerNames: Record<PlanSettings['scheduler'], string> = { sm2: 'SM-2', fsrs: 'FSRS' }

const typedOf = (details: Details | undefined): Record<string, string> => ({
  title: details?.title ?? '',
  tags: details?.tags.join(', ') ?? '',
  total_hours: String(details?.total_hours ?? ''),
  goal_id: details?.goal_id ?? '',
  project_id: details?.project_id ?? '',
  scheduler: details?.scheduler ?? 'fsrs',
  retention: String(details?.retention ?? usualRetention),
  chunks: '',
})

type FieldsProps = { details?: Details; choices: FilingChoices; draft?: AnyDraft }

const TitleField = ({ details, draft }: Pick<FieldsProps, 'details' | 'draft'>) => (
  <Field
    label="Title"
    wide
    required
    maxlength={titleLength}
    dir="auto"
    {...draftFields(typedOf(details), draft, 'plan')('title')}
    autofocus={!draft}
  />
)

const OtherFields = ({ details, choices, draft, mayEdit = true }: FieldsProps & { mayEdit?: boolean }) => {
  const field = draftFields(typedOf(details), draft, 'plan')
  return (
    <>
      <TagsField wide {...field('tags')} />
      {mayEdit ? (
        <Field
          label="Total hours"
          inputmode="decimal"
          autocomplete="off"
          hint="Used if chunks have no durations"
          {...field('total_hours')}
        />
      ) : (
        <input type="hidden" name="total_hours" value={String(details?.total_hours ?? '')} />
      )}
      <Select label="Goal" wide options={choices.goals} {...field('goal_id')} />
      <Select label="Project" wide options={choices.projects} {...field('project_id')} />
    </>
  )
}

const others = ['tags', 'total_hours', 'goal_id', 'project_id']

type DetailsProps = {
  planId: string
  /** False if the person may change only their own fields of a shared plan. */
  mayEdit: boolean
  details: Details
  seen: string
  choices: FilingChoices
  draft?: AnyDraft
}

/** `/plans/:id/details` */
export const DetailsPage = ({ planId, mayEdit, details, seen, choices, draft }: DetailsProps) => (
  <>
    {mayEdit && <EditTabs planId={planId} current="details" />}
    <EditForm label={`Details of ${details.title}`} action={planPath(planId, 'details')}>
      <input type="hidden" name="seen" value={draft?.values.seen ?? seen} />
      <Fields inPairs>
        {mayEdit ? (
          <TitleField details={details} draft={draft} />
        ) : (
          <input type="hidden" name="title" value={details.title} />
        )}
        <OtherFields details={details} choices={choices} draft={draft} mayEdit={mayEdit} />
        <Select
          label="Card scheduler"
          options={optionsOf(schedulerNames)}
          hint="Sets when cards come back. Switching keeps the history"
          {...draftFields(typedOf(details), draft, 'plan')('scheduler')}
        />
        <Field
          label="Retention"
          inputmode="decimal"
          autocomplete="off"
          hint="For FSRS: the share of cards to remember, 0.70 to 0.97. A higher share brings them back sooner"
          {...draftFields(typedOf(details), draft, 'plan')('retention')}
        />
      </Fields>
      <Actions>
        <Button variant="primary">Save</Button>
        <Cancel href={planPath(planId)} />
      </Actions>
    </EditForm>
  </>
)

/** `/plans/new` */
export const NewPlanPage = ({ choices, draft }: { choices: FilingChoices; draft?: AnyDraft }) => (
  <EditForm label="New plan" action="/plans">
    <Fields>
      <TitleField draft={draft} />
    </Fields>
    <Field
      label="Chunks of about an hour, one per line"
      type="textarea"
      rows={6}
      dir="auto"
      placeholder={'Indexes\nJoins, 1h 30m'}
      {...draftFields(typedOf(undefined), draft, 'plan')('chunks')}
    />
    <details open={others.some((name) => draft?.errors[name])}>
      <summary class="link">Tags, goal, project</summary>
      <Fields>
        <OtherFields choices={choices} draft={draft} />
      </Fields>
    </details>
    <Actions>
      <Button variant="primary">Add plan</Button>
      <Cancel href="/plans" />
    </Actions>
  </EditForm>
)
