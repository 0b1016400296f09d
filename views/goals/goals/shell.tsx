import { lineLimit } from '../../../functions/goals/goals/line'
import type { GoalCounts } from '../../../functions/goals/goals/list'
import { Actions, Button } from '../../ui/button'
import { Dialog, DialogClose, fixed } from '../../ui/dialog'
import { Field } from '../../ui/field'
import { type LineDraft, LineForm, Parts } from '../../ui/line'

/** The line that adds a goal. More leads to the form with every field. */
export const CaptureForm = ({ value, errors, parts }: LineDraft) => (
  <LineForm
    id="capture-form"
    path="/goals/capture"
    aria-labelledby="goal-capture-title"
    reads={['capture-entry']}
    head={
      <Field
        label="What do you want to get done?"
        name="entry"
        idPrefix="capture"
        required
        maxlength={lineLimit}
        dir="auto"
        autocomplete="off"
        value={value}
        errors={errors}
        data-autofocus
      />
    }
    parts={<Parts id="capture-understood" parts={parts} told={errors} />}
  >
    <Actions>
      <Button variant="primary">Add goal</Button>
      <Button formaction="/goals/new" formmethod="get" formnovalidate>
        More
      </Button>
      <DialogClose>Cancel</DialogClose>
    </Actions>
  </LineForm>
)

/** Adds a goal without leaving the page. `g` then `n` opens it. */
export const GoalDialog = fixed(() => (
  <Dialog id="goal-capture" title="New goal">
    <CaptureForm />
  </Dialog>
))

export const Counts = ({ counts: { open, overdue, due_soon, behind } }: { counts: GoalCounts }) => (
  <>
    {open > 0 ? `${open} open` : 'none open'}
    {overdue > 0 && (
      <>
        ,{' '}
        <a data-figure={overdue} href="/goals?pace=overdue" class="link bad">
          {overdue} overdue
        </a>
      </>
    )}
    {behind > 0 && (
      <>
        ,{' '}
        <a data-figure={behind} href="/goals?pace=behind" class="link warning">
          {behind} behind
        </a>
      </>
    )}
    {due_soon > 0 && (
      <>
        , <span class="warning">{due_soon} due soon</span>
      </>
    )}
  </>
)

export const GoalCount = ({ openGoals, oob }: { openGoals?: number; oob?: boolean }) => (
  <span id="nav-goals" class="count" hx-swap-oob={oob ? 'true' : undefined}>
    {openGoals ? openGoals : ''}
  </span>
)

/** Replaces the counts of the list's title and of the navigation. */
export const CountFragments = ({ counts }: { counts: GoalCounts }) => (
  <>
    <p id="goal-counts" hx-swap-oob="true">
      <Counts counts={counts} />
    </p>
    <GoalCount openGoals={counts.open} oob />
  </>
)
