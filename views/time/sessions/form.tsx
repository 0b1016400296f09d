import type { PropsWithChildren } from 'hono/jsx'
import type { Draft } from '../../../functions/lib/http/form'
import { pathTo } from '../../../functions/lib/http/path-to'
import type { SessionChoices } from '../../../functions/time/sessions/choices'
import {
  type SessionEdit,
  type SessionForm,
  type SessionRow,
  sessionNotesLimit,
  sessionTitleLimit,
} from '../../../functions/time/sessions/schema'
import { sessionTitle } from '../../../functions/time/sessions/title'
import { BillingFields, billableOptions } from '../../filing/rates/page'
import { Actions, Button, Cancel, LinkButton } from '../../ui/button'
import { Field, NotesField, type OptionGroup, Select, type SelectOption, TagsField, TitleField } from '../../ui/field'
import { draftFields, EditForm, ErrorSummary, Fields, HiddenParams, htmxForm, MoreFields } from '../../ui/form'
import { draftFieldsInPlace } from '../../ui/in-place'
import { withQuery } from '../../ui/links'
import { Module } from '../../ui/reorder'

type FieldProps = { name: string; idPrefix?: string; value?: string; errors?: string[] }

/** Select box for a plan or chunk; hidden if there are no plans. */
export const PlanField = ({ groups, field }: { groups: OptionGroup[]; field: FieldProps }) =>
  groups.length > 0 || field.errors ? (
    <Select label="Plan" options={[{ value: '', label: 'No plan' }]} groups={groups} {...field} />
  ) : null

/** Select box for a task; hidden if there are no tasks. */
export const TaskField = ({ tasks, field }: { tasks: SelectOption[]; field: FieldProps }) =>
  tasks.length > 1 || field.errors ? <Select label="Task" options={tasks} {...field} /> : null

export const ArtifactsField = ({ field }: { field: FieldProps }) => (
  <Field
    label="Artifacts"
    type="textarea"
    rows={2}
    wide
    placeholder="Links or paths, one per line"
    dir="auto"
    {...field}
  />
)

type SessionValues = Record<keyof SessionForm, string>
export type SessionDraft = Draft<SessionForm>

type FieldsProps = {
  values: SessionValues
  draft?: SessionDraft
  choices: SessionChoices
  idPrefix: string
  /** Path that calculates start, end or duration from the other two (client/forms/times.ts). */
  times: string
}

/** Fields that are rarely filled in, and the time zone, which always has a value. */
const moreFields = ['plan', 'task_id', 'billable', 'hourly_rate', 'notes', 'artifacts'] as const

const SessionFields = ({ values, draft, choices, idPrefix, times }: FieldsProps) => {
  const field = draftFields(values, draft, idPrefix)
  const time = { autocomplete: 'off', spellcheck: false }
  const third = { ...time, 'data-times': times }
  const isOpen = moreFields.some((name) => values[name] !== '' || field(name).errors) || field('time_zone').errors
  return (
    <>
      <Fields inPairs>
        <TitleField limit={sessionTitleLimit} required={false} isFresh={!draft} {...field('title')} />
        <Field label="Started" placeholder="9:00" {...third} {...field('started_at')} />
        <Field label="Ended" placeholder="10:30" {...third} {...field('ended_at')} />
        <Field label="Or duration" placeholder="1:30" {...third} {...field('duration')} />
        <Module name="times" />
        <Field label="Date" type="date" isPast {...field('date')} />
        <Select label="Project" options={choices.projects} {...field('project_id')} />
        <Select label="Goal" options={choices.goals} {...field('goal_id')} />
        <TagsField wide {...field('tags')} />
      </Fields>
      <MoreFields inPairs open={Boolean(isOpen)}>
        <PlanField groups={choices.plans} field={field('plan')} />
        <TaskField tasks={choices.tasks} field={field('task_id')} />
        <BillingFields billable={field('billable')} rate={field('hourly_rate')} />
        <Field label="Time zone" placeholder="Europe/Lisbon" {...time} {...field('time_zone')} />
        <NotesField limit={sessionNotesLimit} {...field('notes')} />
        <ArtifactsField field={field('artifacts')} />
      </MoreFields>
    </>
  )
}

/** Groups of fields that are edited together in a row. */
export const sessionFieldsInPlace = {
  title: ['title'],
  times: ['started_at', 'ended_at'],
  duration: ['duration'],
  project_id: ['project_id'],
  goal_id: ['goal_id'],
  notes: ['notes'],
  block: ['title', 'project_id', 'goal_id', 'date', 'started_at', 'ended_at', 'tags', 'billable'],
} as const

type OneProps = Pick<FieldsProps, 'values' | 'draft'> & { name: string; choices?: SessionChoices }

/** A single field of a session. */
export const SessionField = ({ values, draft, name, choices }: OneProps) => {
  const field = draftFieldsInPlace(values, draft)
  const time = { autocomplete: 'off', spellcheck: false }
  if (name === 'project_id')
    return <Select label="Project" options={choices?.projects ?? []} {...field('project_id')} />
  if (name === 'goal_id') return <Select label="Goal" options={choices?.goals ?? []} {...field('goal_id')} />
  if (name === 'notes') return <NotesField limit={sessionNotesLimit} {...field('notes')} />
  if (name === 'duration') return <Field label="Duration" {...time} {...field('duration')} />
  if (name !== 'times') return <Field label="Title" maxlength={sessionTitleLimit} dir="auto" {...field('title')} />
  return (
    <>
      <Field label="Started" {...time} {...field('started_at')} />
      <Field label="Ended" {...time} {...field('ended_at')} />
    </>
  )
}

const inPlaceForm = (url: string, target: string) => ({
  'hx-post': url,
  'hx-target': target,
  'hx-swap': 'outerHTML swapEmpty:true',
})

type EditProps = {
  session: SessionRow
  values: SessionValues
  draft?: Draft<SessionEdit>
  choices: SessionChoices
  /** True if the form replaces the session's row, false if it is a page. */
  inPlace: boolean
  /** Path to return to after saving; by default the page of the session. */
  returns?: string
}

export const EditSession = ({ session, values, draft, choices, inPlace, returns }: EditProps) => {
  const url = pathTo`/sessions/${session.id}`
  const page = withQuery(url, [['back', returns]])
  const form = (
    <EditForm label={`Edit ${sessionTitle(session)}`} action={url} {...(inPlace && inPlaceForm(url, 'closest li'))}>
      <ErrorSummary errors={draft?.errors.seq} />
      <input type="hidden" name="seq" value={draft?.values.seq ?? session.seq} />
      <HiddenParams values={{ back: returns }} />
      <SessionFields
        values={values}
        draft={draft}
        choices={choices}
        idPrefix={`session-${session.id}`}
        times={`${url}/times`}
      />
      <Actions>
        <Button variant="primary">Save</Button>
        <Cancel href={page} {...(inPlace && { 'hx-get': url, 'hx-target': 'closest li', 'hx-swap': 'outerHTML' })} />
        <Button
          variant="danger"
          formaction={`${url}/delete`}
          formnovalidate
          {...(inPlace && inPlaceForm(`${url}/delete`, 'closest li'))}
        >
          Delete
        </Button>
      </Actions>
    </EditForm>
  )
  return inPlace ? <EditingRow id={session.id}>{form}</EditingRow> : form
}

type BlockProps = Pick<EditProps, 'session' | 'values' | 'draft' | 'choices'> & {
  /** Path of the page with the lanes. */
  back: string
  isPlanned: boolean
}

/** Attributes that put the form, and its response, next to a block. */
export const blockBoxSwap = { 'hx-target': '#calendar-new', 'hx-swap': 'innerHTML swapEmpty:true' }

/** Fields in the narrow box beside a block: two in a line below the title. */
const besideBlock = 'gap-3 pb-3 *:basis-2/5 *:has-[[name=title]]:basis-full'

const moreOfBlock = ['date', 'billable', 'tags'] as const

/** The form next to a session's block on a lane (client/calendar/calendar.ts). A successful response removes it. */
export const EditBlock = ({ session, values, draft, choices, back, isPlanned }: BlockProps) => {
  const url = pathTo`/sessions/${session.id}`
  const field = draftFields(values, draft, 'block')
  const time = { autocomplete: 'off', spellcheck: false }
  return (
    <form {...htmxForm(url)} {...blockBoxSwap} novalidate aria-label={`Edit ${sessionTitle(session)}`}>
      <ErrorSummary errors={draft?.errors.seq} />
      <input type="hidden" name="seq" value={draft?.values.seq ?? session.seq} />
      <input type="hidden" name="field" value="block" />
      <Fields class={besideBlock}>
        <Field label="Title" maxlength={sessionTitleLimit} dir="auto" data-autofocus {...field('title')} />
        <Select label="Project" options={choices.projects} {...field('project_id')} />
        <Select label="Goal" options={choices.goals} {...field('goal_id')} />
        <Field label="Started" {...time} {...field('started_at')} />
        <Field label="Ended" {...time} {...field('ended_at')} />
      </Fields>
      <MoreFields class={besideBlock} open={moreOfBlock.some((name) => field(name).errors)}>
        <Field label="Date" type="date" {...field('date')} />
        <Select label="Billable" options={billableOptions('As the project')} {...field('billable')} />
        <TagsField wide {...field('tags')} />
      </MoreFields>
      <Actions>
        <Button small variant="primary">
          Save
        </Button>
        <LinkButton small variant="quiet" data-cancel href={back}>
          Cancel
        </LinkButton>
        <Button small icon="play" form="play" name="again" value={isPlanned ? `planned:${session.id}` : session.id}>
          {isPlanned ? 'Start' : 'Start again'}
        </Button>
        <Button small variant="danger" formaction={`${url}/delete`} hx-post={`${url}/delete`} {...blockBoxSwap}>
          Delete
        </Button>
      </Actions>
      <a class="link absolute top-3 right-3 text-small" href={withQuery(url, [['back', back]])}>
        Open
      </a>
    </form>
  )
}

/** Replaces a session's row while it is edited. Changes of its day do not overwrite it. */
export const EditingRow = ({ id, children }: PropsWithChildren<{ id: string }>) => (
  <li class="editing" id={`session-${id}`} hx-morph-skip="true">
    {children}
  </li>
)

type NewProps = {
  values: SessionValues
  draft?: SessionDraft
  choices: SessionChoices
  back: string
  /** Path to return to after saving; by default the list. */
  returns?: string
  inPlace: boolean
}

export const NewSession = ({ values, draft, choices, back, returns, inPlace }: NewProps) => (
  <EditForm label="Add session" action="/sessions" {...(inPlace && inPlaceForm('/sessions', 'this'))}>
    {returns && <input type="hidden" name="back" value={returns} />}
    <SessionFields values={values} draft={draft} choices={choices} idPrefix="new-session" times="/sessions/times" />
    <Actions>
      <Button variant="primary">Add session</Button>
      <Cancel href={back} />
    </Actions>
  </EditForm>
)
