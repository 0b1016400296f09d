import type { Draft } from '../../../functions/lib/http/form'
import { pathTo } from '../../../functions/lib/http/path-to'
import type { SessionChoices } from '../../../functions/time/sessions/choices'
import { sessionNotesLimit, sessionTitleLimit } from '../../../functions/time/sessions/schema'
import type { StartForm, TimerEdit } from '../../../functions/time/timer/forms'
import { Actions, Button, Cancel, LinkButton, Notice } from '../../ui/button'
import { Field, Select, TagsField } from '../../ui/field'
import { draftFields, EditForm, ErrorSummary, Fields, htmxForm, MoreFields } from '../../ui/form'
import { TextLink } from '../../ui/section'
import { ArtifactsField, blockBoxSwap, PlanField, TaskField } from '../sessions/form'

export type StartValues = Partial<Record<keyof StartForm, string>>

type FieldProps = { name: string; idPrefix?: string; value?: string; errors?: string[] }

type TimerFieldsProps = {
  field: (name: 'title' | 'project_id' | 'goal_id' | 'plan' | 'task_id' | 'tags' | 'started_at') => FieldProps
  choices: SessionChoices
  startHint: string
  autofocus?: boolean
}

const TimerFields = ({ field, choices, startHint, autofocus }: TimerFieldsProps) => (
  <>
    <Field
      label="Title"
      wide
      maxlength={sessionTitleLimit}
      dir="auto"
      autofocus={autofocus}
      data-autofocus={autofocus}
      {...field('title')}
    />
    <Select label="Project" options={choices.projects} {...field('project_id')} />
    <Select label="Goal" options={choices.goals} {...field('goal_id')} />
    <PlanField groups={choices.plans} field={field('plan')} />
    <TaskField tasks={choices.tasks} field={field('task_id')} />
    <TagsField wide {...field('tags')} />
    <Field label="Started" hint={startHint} autocomplete="off" spellcheck={false} {...field('started_at')} />
  </>
)

type StartProps = { values?: StartValues; draft?: Draft<StartForm>; choices: SessionChoices; running: boolean }

export const StartTimer = ({ values = {}, draft, choices, running }: StartProps) => {
  const field = draftFields(values, draft, 'start')
  return (
    <EditForm label={running ? 'Switch' : 'Start the timer'} action="/timer/start">
      <ErrorSummary errors={draft?.errors.again ?? draft?.errors.entry} />
      <Fields>
        <TimerFields
          field={field}
          choices={choices}
          startHint="Leave empty to start now, or enter e.g. 9:30"
          autofocus={!draft}
        />
      </Fields>
      <Actions>
        <Button variant="primary" icon="play">
          {running ? 'Switch to this' : 'Start'}
        </Button>
        {running && <Cancel href="/timer" />}
      </Actions>
    </EditForm>
  )
}

export const EditTimer = ({
  values,
  draft,
  choices,
  ended,
}: {
  values: Partial<Record<keyof TimerEdit, string>>
  draft?: Draft<TimerEdit>
  choices: SessionChoices
  /** Set after the timer has ended. `session` is the id of the resulting session. */
  ended?: { session?: string }
}) => {
  const field = draftFields(values, draft, 'timer')
  return (
    <details class="mt-6" open={Boolean(draft || ended)}>
      <summary class="link">Edit details</summary>
      <EditForm label="Edit running session" action="/timer/edit">
        <ErrorSummary errors={draft?.errors.seq} />
        {ended && (
          <div role="alert" tabindex={-1} data-errors>
            <Notice tone="bad">
              <p>
                That timer is no longer running, so your changes weren’t saved.{' '}
                {ended.session && <TextLink href={pathTo`/sessions/${ended.session}`}>View the session</TextLink>}
              </p>
            </Notice>
          </div>
        )}
        <input type="hidden" name="id" value={values.id} />
        <input type="hidden" name="seq" value={draft?.values.seq ?? values.seq} />
        <Fields inPairs>
          <TimerFields field={field} choices={choices} startHint="e.g. 9:30 or 2026-11-20 09:30" />
          <Field label="Notes" type="textarea" wide maxlength={sessionNotesLimit} dir="auto" {...field('notes')} />
          <ArtifactsField field={field('artifacts')} />
        </Fields>
        <Actions>
          <Button>Save</Button>
          <Cancel href="/timer" />
        </Actions>
      </EditForm>
    </details>
  )
}

type BlockProps = {
  values: Partial<Record<keyof TimerEdit, string>>
  draft?: Draft<TimerEdit>
  choices: SessionChoices
  /** Path of the page with the lanes. */
  back: string
}

/** Form next to the block of the running session, like `EditBlock` for other sessions. */
export const EditTimerBlock = ({ values, draft, choices, back }: BlockProps) => {
  const field = draftFields(values, draft, 'block')
  return (
    <form {...htmxForm('/timer/edit')} {...blockBoxSwap} novalidate aria-label="Edit running session">
      <ErrorSummary errors={draft?.errors.seq} />
      <input type="hidden" name="id" value={values.id} />
      <input type="hidden" name="seq" value={draft?.values.seq ?? values.seq} />
      <input type="hidden" name="field" value="block" />
      <Fields>
        <Field label="Title" maxlength={sessionTitleLimit} dir="auto" data-autofocus {...field('title')} />
        <Select label="Project" options={choices.projects} {...field('project_id')} />
        <Select label="Goal" options={choices.goals} {...field('goal_id')} />
        <Field label="Started" autocomplete="off" spellcheck={false} {...field('started_at')} />
      </Fields>
      <MoreFields open={Boolean(draft?.errors.tags)}>
        <TagsField wide {...field('tags')} />
      </MoreFields>
      <Actions>
        <Button small variant="primary">
          Save
        </Button>
        <LinkButton small variant="quiet" data-cancel href={back}>
          Cancel
        </LinkButton>
        <Button small formaction="/timer/stop" icon="stop" {...blockBoxSwap} hx-post="/timer/stop">
          Stop
        </Button>
      </Actions>
      <a class="link" href="/timer">
        Open
      </a>
    </form>
  )
}
