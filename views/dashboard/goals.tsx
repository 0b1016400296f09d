import type { DashboardView } from '../../functions/dashboard/view'
import { dueOf } from '../../functions/goals/due'
import { periodEndText } from '../../functions/goals/progress/text'
import { isRecurring } from '../../functions/goals/schema'
import { DueBadge, LatenessBadge } from '../goals/due'
import { Measured } from '../goals/progress'
import { LinkButton } from '../ui/button'
import { classes } from '../ui/classes'
import { Empty } from '../ui/empty'
import { Progress } from '../ui/progress'
import { Rows, RowTitle } from '../ui/rows'
import { Section, TextLink } from '../ui/section'

type GoalProps = { goal: DashboardView['goals'][number] } & Pick<DashboardView, 'today'>

const Goal = ({ goal, today }: GoalProps) => {
  const { text, tone } = dueOf(goal, { today })
  const { basis, percent, lateness } = goal.progress
  const till =
    basis.from === 'period' && isRecurring(goal) && periodEndText({ ...basis.period, kind: goal.kind }, today)
  return (
    <li>
      <RowTitle href={`/goals/${goal.id}`}>
        <bdi>{goal.title}</bdi>
      </RowTitle>
      <span class="num small">
        <Measured goal={goal} />
      </span>
      <Progress value={percent} label={`Progress of ${goal.title}`} />
      <span class={classes('flex flex-wrap justify-end', !tone && 'small')}>
        <DueBadge text={text || till || 'no date'} tone={tone} /> <LatenessBadge lateness={lateness} />
      </span>
    </li>
  )
}

export const OpenGoals = ({ goals, goalCounts, today }: DashboardView) => {
  const { open, overdue } = goalCounts
  return (
    <Section
      id="open-goals"
      title="Open goals"
      summary={
        open > 0 && (
          <a href="/goals" data-figure={open}>
            {`${open} open${overdue > 0 ? `, ${overdue} overdue` : ''}`}
          </a>
        )
      }
      aside={<TextLink href="/goals">All goals</TextLink>}
    >
      {goals.length > 0 ? (
        <Rows small>
          {goals.map((goal) => (
            <Goal goal={goal} today={today} />
          ))}
        </Rows>
      ) : (
        <Empty title="No open goals" level={3} actions={<LinkButton href="/goals/new">Add a goal</LinkButton>}>
          Your open goals appear here, nearest target first.
        </Empty>
      )}
    </Section>
  )
}
