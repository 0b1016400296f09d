import { levelNames } from '../../../functions/learning/skills/list'
import { plural, rangeText, weekdayDay } from '../../../functions/lib/format'
import { excerptOf } from '../../../functions/lib/markdown'
import type { ReviewPage } from '../../../functions/reviews/period-reviews/figures'
import type { GoalOutcome } from '../../../functions/reviews/period-reviews/reads'
import { Outcomes, outcomeLooks } from '../../goals/goals/record'
import { Badge } from '../../ui/button'
import { FigureTable } from '../../ui/figure-table'
import { explainPath } from '../../ui/links'
import { NameLink, Section } from '../../ui/section'
import { CountOf, DatedRow, FoldedRows } from './parts'

/** The time of a goal counts wherever it was tracked, also where the page shows one organization. */
const timePath = ({ id, from, to }: GoalOutcome) => `${explainPath({ from, to }, `goal-tree:${id}@${to}`)}&org=all`

const GoalOutcomes = ({ outcomes, today }: { outcomes: GoalOutcome[]; today: string }) => (
  <Outcomes
    caption="Goals with a target of time"
    label="Goal"
    name={({ id, title, from, to }) => (
      <>
        <NameLink href={`/goals/${id}`} name={title} /> <span class="grey">{rangeText(from, to, today)}</span>
      </>
    )}
    outcomes={outcomes}
    timePath={timePath}
  />
)

/** Counts of a week’s or a month’s goals: periods met and missed, goals and milestones reached, dates missed. */
export const goalCounts = ({ goals: { outcomes, reached, missed, milestones } }: ReviewPage['figures']) => ({
  met: outcomes.filter(({ state }) => state === 'met').length + reached.length,
  missed: outcomes.filter(({ state }) => state === 'missed').length + missed.length,
  milestones: milestones.length,
})

export const Goals = ({ figures, today }: Pick<ReviewPage, 'figures' | 'today'>) => {
  const { outcomes, reached, missed, milestones } = figures.goals
  const counts = goalCounts(figures)
  if (outcomes.length + reached.length + missed.length + milestones.length === 0) return null
  return (
    <Section
      id="goals"
      title="Goals"
      summary={
        <>
          <CountOf count={counts.met}>{counts.met} met</CountOf>,{' '}
          <CountOf count={counts.missed}>{counts.missed} missed</CountOf>
        </>
      }
    >
      {outcomes.length > 0 && <GoalOutcomes outcomes={outcomes} today={today} />}
      <FoldedRows
        items={reached}
        name="goal"
        row={(goal) => (
          <DatedRow href={`/goals/${goal.id}`} {...{ ...goal, today }} before="reached ">
            {' '}
            <Badge {...outcomeLooks.met}>met</Badge>
          </DatedRow>
        )}
      />
      <FoldedRows
        items={missed}
        name="goal"
        row={(goal) => (
          <DatedRow href={`/goals/${goal.id}`} {...{ ...goal, today }} before="due ">
            {' '}
            <Badge {...outcomeLooks.missed}>missed</Badge>
          </DatedRow>
        )}
      />
      {milestones.length > 0 && (
        <>
          <h3 id="milestones" class="mt-3">
            <CountOf count={counts.milestones}>{plural(counts.milestones, 'milestone')}</CountOf>
          </h3>
          <FoldedRows
            items={milestones}
            name="milestone"
            row={({ goal_id, goal_title, title, date }) => (
              <DatedRow href={`/goals/${goal_id}`} title={title} date={date} today={today}>
                <span class="grey">
                  {' · '}
                  <bdi>{goal_title}</bdi>
                </span>
              </DatedRow>
            )}
          />
        </>
      )}
    </Section>
  )
}

type Props = Pick<ReviewPage, 'figures' | 'today'>

export const Learned = ({ figures: { learnings }, today }: Props) =>
  learnings.length > 0 && (
    <Section id="learnings" title="Learnings" summary={<CountOf count={learnings.length}>{learnings.length}</CountOf>}>
      <FoldedRows
        items={learnings}
        name="learning"
        row={(learning) => <DatedRow href={`/learnings/${learning.id}`} {...{ ...learning, today }} />}
      />
    </Section>
  )

export const Feedback = ({ figures: { feedback }, today }: Props) =>
  feedback.length > 0 && (
    <Section id="feedback" title="Feedback" summary={<CountOf count={feedback.length}>{feedback.length}</CountOf>}>
      <FoldedRows
        items={feedback}
        name="feedback"
        many="pieces of feedback"
        row={({ id, content, date, sentiment, person }) => (
          <DatedRow href={`/feedback/${id}`} title={excerptOf(content, 120)} date={date} today={today}>
            <span class="grey">
              {` · ${sentiment}`}
              {person !== null && (
                <>
                  {', from '}
                  <bdi>{person}</bdi>
                </>
              )}
            </span>
          </DatedRow>
        )}
      />
    </Section>
  )

/** Skills whose level is another one than before. */
export const SkillMoves = ({ figures: { skills } }: Props) =>
  skills.length > 0 && (
    <Section id="skills" title="Skills that moved" summary={<CountOf count={skills.length}>{skills.length}</CountOf>}>
      <FoldedRows
        items={skills}
        name="skill"
        row={({ id, name, before, after }) => (
          <li>
            <div>
              <a class="link" href={`/skills/${id}`}>
                <bdi>{name}</bdi>
              </a>{' '}
              <span class="grey">
                {before === null ? 'new, ' : `from ${levelNames[before].toLowerCase()} to `}
                {levelNames[after].toLowerCase()}
              </span>
            </div>
          </li>
        )}
      />
    </Section>
  )

const shown = (level: number) => level.toFixed(1)

export const Energy = ({ figures: { energy } }: Props) =>
  energy.checkins > 0 && (
    <Section
      id="energy"
      title="Energy"
      summary={<CountOf count={energy.checkins}>{plural(energy.checkins, 'check-in')}</CountOf>}
    >
      <FigureTable
        caption="Average energy and engagement by day, from 1 to 5"
        columns={[
          { label: 'Day', cell: ({ date }) => <a href={`/energy?date=${date}`}>{weekdayDay(date)}</a> },
          { label: 'Check-ins', numeric: true, cell: ({ checkins }) => <td class="num">{checkins}</td> },
          {
            label: 'Energy',
            numeric: true,
            cell: ({ energy, checkins }) => <td class="num">{shown(energy / checkins)}</td>,
          },
          {
            label: 'Engagement',
            numeric: true,
            cell: ({ engagement, checkins }) => <td class="num">{shown(engagement / checkins)}</td>,
          },
        ]}
        rows={energy.days}
        fold={{
          limit: 7,
          label: (count) => plural(count, 'more day'),
          caption: (label) => `Energy and engagement of ${label}`,
        }}
      />
    </Section>
  )
