import type { Child } from 'hono/jsx'
import type { TargetDraft } from '../../../functions/account/settings/schema'
import type { StepName, FirstHour as Steps } from '../../../functions/figures/dashboard/first-hour'
import { goalLineLimit } from '../../../functions/goals/goals/line'
import type { User } from '../../../functions/lib/env'
import { pathTo } from '../../../functions/lib/http/path-to'
import { duration } from '../../../functions/lib/text/format'
import { isUsed } from '../../../functions/lib/uses'
import { EntryMarks } from '../../time/entry/suggestions'
import { Button, PostButton } from '../../ui/button'
import { Field } from '../../ui/field'
import { Icon } from '../../ui/icon'
import { Row } from '../../ui/item'
import { NameLink, RowName, Rows, RowTitle, Section } from '../../ui/section'

/** A step: its place on Today, an explanation, and its form if it needs one. */
type Step = { title: string; at: string; how: Child; form?: Child }

type Props = Steps & { user: Pick<User, 'preferences'>; target?: TargetDraft }

const Typed = ({ children }: { children: string }) => <span class="mono">{children}</span>

/** Form that adds a task or a goal from a line. */
const LineForm = ({ kind, example }: { kind: 'task' | 'goal'; example: string }) => (
  <form class="entry-line mt-1" method="post" action="/capture" hx-morph-skip>
    <input type="hidden" name="kind" value={kind} />
    <Field
      label={`New ${kind}`}
      unseenLabel
      name="entry"
      idPrefix={`first-${kind}`}
      required
      maxlength={goalLineLimit}
      dir="auto"
      autocomplete="off"
      placeholder={example}
    />
    <Button>Add {kind}</Button>
  </form>
)

const TargetForm = ({ user, target }: Pick<Props, 'user' | 'target'>) => (
  <form class="entry-line mt-1" method="post" action="/target" hx-morph-skip>
    <Field
      label="Daily target"
      unseenLabel
      name="daily_target"
      idPrefix="first"
      required
      autocomplete="off"
      value={target?.values.daily_target ?? duration(user.preferences.daily_target_minutes * 60)}
      errors={target?.errors.daily_target}
    />
    <Button>Set target</Button>
  </form>
)

const stepsOf = ({ user, hasOpenTask, target }: Props): Record<StepName, Step> => {
  const logs = isUsed(user, 'time')
  const line = logs ? '#entry' : '#task-line'
  return {
    line: {
      title: 'Log or start something',
      at: line,
      how: (
        <>
          In the line above, <Typed>Read chapter one 25m</Typed> logs it; without a time it starts the timer.
        </>
      ),
    },
    task: hasOpenTask
      ? { title: 'Tick off your task', at: '#day-list', how: 'Check its box in the list above.' }
      : {
          title: 'Add a task',
          at: '#first-task-entry',
          how: 'You can add a length such as 15m, or a day, after the title.',
          form: <LineForm kind="task" example="Call the bank 15m" />,
        },
    goal: {
      title: 'Add a goal',
      at: '#first-goal-entry',
      how: 'You can add hours, and a date such as by 15 Jan, after the title.',
      form: <LineForm kind="goal" example="Read 3h a week" />,
    },
    marks: {
      title: 'Add a project, tag or goal',
      at: line,
      how: (
        <>
          Type one of these signs in the line, then choose from the list: <EntryMarks ofTask={!logs} />
        </>
      ),
    },
    target: {
      title: 'Set your daily target',
      at: '#first-daily_target',
      how: 'The time you want to track each day.',
      form: <TargetForm user={user} target={target} />,
    },
  }
}

/**
 * The first steps of a new person. Each can be done here. They are shown until all are done or hidden; the next step is
 * emphasized.
 */
export const FirstHour = (props: Props) => {
  const texts = stepsOf(props)
  const { goal } = props
  const next = props.steps.find(({ isDone }) => !isDone)
  return (
    <Section
      id="first-hour"
      title="First steps"
      summary={`${props.steps.filter(({ isDone }) => isDone).length} of ${props.steps.length} done`}
      aside={<PostButton action="/welcome/hide" label="Hide" small variant="quiet" />}
    >
      <Rows ordered>
        {props.steps.map((step, index) => {
          const { title, at, how, form } = texts[step.name]
          return step.isDone ? (
            <Row
              class="reached"
              mark={<Icon name="check" />}
              title={
                <RowName>
                  <span class="sr-only">Done: </span>
                  {title}
                </RowName>
              }
              facts={[step.name === 'goal' && goal && <NameLink href={pathTo`/goals/${goal.id}`} name={goal.title} />]}
            />
          ) : (
            <Row
              aria-current={step === next ? 'step' : undefined}
              mark={index + 1}
              title={<RowTitle href={at}>{title}</RowTitle>}
              facts={[]}
            >
              <div class="text-small grey">{how}</div>
              {form}
            </Row>
          )
        })}
      </Rows>
    </Section>
  )
}
