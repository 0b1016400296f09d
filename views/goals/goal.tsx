import type { Now } from '../../functions/goals/due'
import { isOpen, type ListedGoal } from '../../functions/goals/schema'
import { categoryNames, kindNames, statusNames } from '../../functions/goals/words'
import { dayOf } from '../../functions/lib/days'
import { dayMonth } from '../../functions/lib/format'
import { sessionsPath } from '../links'
import { Actions, Button, LinkButton } from '../ui/button'
import { Field } from '../ui/field'
import { Count, Figure, Kpi, Kpis } from '../ui/figure'
import { Progress } from '../ui/progress'
import { Rows } from '../ui/rows'
import { PageHead, Section, Stack, TextLink } from '../ui/section'
import { ActionForm, actionsOf } from './actions'
import { DueDate } from './due'
import { PartOf, Row } from './row'

type ProgressProps = { goal: Pick<ListedGoal, 'id' | 'seq' | 'progress_percentage'>; errors?: string[]; typed?: string }

/** Sets how far a goal has come, by hand. */
export const ProgressForm = ({ goal, errors, typed }: ProgressProps) => (
  <form class="toolbar" method="post" action={`/goals/${goal.id}/progress`}>
    <input type="hidden" name="seq" value={goal.seq} />
    <Field
      label="Progress, percent"
      name="progress_percentage"
      type="number"
      min={0}
      max={100}
      step={1}
      value={typed ?? goal.progress_percentage}
      errors={errors}
    />
    <Button>Set progress</Button>
  </form>
)

const GoalActions = ({ goal }: { goal: ListedGoal }) => (
  <Actions>
    {actionsOf(goal).map((action) => (
      <ActionForm goal={goal} action={action}>
        <Button
          icon={action.icon}
          variant={action.path === 'complete' ? 'primary' : action.danger ? 'danger' : undefined}
        >
          {action.label}
        </Button>
      </ActionForm>
    ))}
  </Actions>
)

const Facts = ({ goal, now }: { goal: ListedGoal; now: Now }) => (
  <Kpis>
    <Kpi label="Progress">
      <Count value={goal.progress_percentage} unit="%" />
    </Kpi>
    <Kpi label="Tracked">
      <Figure
        seconds={goal.tracked_seconds ?? 0}
        href={goal.tracked_seconds ? sessionsPath(null, `goal:${goal.id}`) : undefined}
      />
    </Kpi>
    <Kpi label={goal.status === 'completed' ? 'Completed' : 'Target date'}>
      <DueDate goal={goal} now={now} />
    </Kpi>
    <Kpi label="Start">
      {goal.start_date ? <time datetime={goal.start_date}>{dayMonth(goal.start_date, now.today)}</time> : 'no date'}
    </Kpi>
    <Kpi label="Kind">{kindNames[goal.kind]}</Kpi>
    <Kpi label="Category">{categoryNames[goal.category]}</Kpi>
  </Kpis>
)

const Day = ({ instant, now }: { instant: number; now: Now }) => {
  const date = dayOf(instant, now.zone)
  return <time datetime={date}>{dayMonth(date, now.today)}</time>
}

type GoalPageProps = { goal: ListedGoal; parts: ListedGoal[]; now: Now; progress?: Omit<ProgressProps, 'goal'> }

/** `/goals/:id`: all there is to know of a goal. */
export const GoalPage = ({ goal, parts, now, progress }: GoalPageProps) => (
  <>
    <PageHead
      title={<bdi>{goal.title}</bdi>}
      summary={
        <>
          {statusNames[goal.status]}
          {goal.parent_title !== null && ', '}
          <PartOf goal={goal} />
        </>
      }
      actions={
        <LinkButton icon="edit" href={`/goals/${goal.id}/edit`}>
          Edit
        </LinkButton>
      }
    />
    <Facts goal={goal} now={now} />
    <Section id="goal-progress" title="Progress" summary="by hand">
      <Stack>
        <Progress value={goal.progress_percentage} label={`Progress of ${goal.title}`} />
        {isOpen(goal.status) && <ProgressForm goal={goal} {...progress} />}
        <GoalActions goal={goal} />
      </Stack>
    </Section>
    {goal.description && (
      <Section id="goal-description" title="Description">
        <p class="whitespace-pre-line" dir="auto">
          {goal.description}
        </p>
      </Section>
    )}
    {parts.length > 0 && (
      <Section id="goal-parts" title="Parts" summary={parts.length}>
        <Rows>
          {parts.map((part) => (
            <Row goal={part} depth={0} now={now} />
          ))}
        </Rows>
      </Section>
    )}
    <p class="section hint">
      Written down on <Day instant={goal.created_at} now={now} />, changed last on{' '}
      <Day instant={goal.updated_at} now={now} />. <TextLink href="/goals">Every goal</TextLink>
    </p>
  </>
)
